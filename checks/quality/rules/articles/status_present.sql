-- Articles without a reading status.
SELECT article_id AS id, url AS detail
FROM articles
WHERE status IS NULL
ORDER BY id, detail
