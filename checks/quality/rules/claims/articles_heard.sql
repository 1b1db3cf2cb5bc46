-- Readable English articles without a single claim; one without a known language is taken for English.
SELECT articles.article_id AS id, articles.url AS detail
FROM articles
ANTI JOIN claims ON claims.article_id = articles.article_id AND claims.version = articles.version
WHERE articles.is_latest IS NOT FALSE
  AND articles.status = 'ok'
  AND starts_with(lower(coalesce(articles.language, 'en')), 'en')
ORDER BY id
