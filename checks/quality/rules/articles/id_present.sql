-- Articles without an id.
SELECT article_id AS id, url AS detail
FROM articles
WHERE article_id IS NULL
ORDER BY id, detail
