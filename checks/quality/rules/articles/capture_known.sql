-- Articles whose capture is not among the captures.
SELECT articles.article_id AS id, 'capture ' || coalesce(articles.capture_id, 'not named') AS detail
FROM articles
ANTI JOIN captures ON captures.capture_id = articles.capture_id
ORDER BY id, version
