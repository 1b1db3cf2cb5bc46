-- Articles without an outlet.
SELECT article_id AS id, url AS detail
FROM articles
WHERE outlet IS NULL
ORDER BY id, detail
