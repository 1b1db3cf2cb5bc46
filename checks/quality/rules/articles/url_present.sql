-- Articles without an address.
SELECT article_id AS id, 'capture ' || capture_id AS detail
FROM articles
WHERE url IS NULL
ORDER BY id, detail
