-- Claims of an article version that is not among the articles.
SELECT claims.claim_id AS id, 'article ' || claims.article_id || ' version ' || claims.version AS detail
FROM claims
ANTI JOIN articles ON articles.article_id = claims.article_id AND articles.version = claims.version
ORDER BY id
