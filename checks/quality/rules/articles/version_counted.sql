-- Articles whose version is not counted from 1.
SELECT article_id AS id, 'version ' || coalesce(CAST(version AS VARCHAR), 'none') || ' of ' || url AS detail
FROM articles
WHERE coalesce(version, 0) < 1
ORDER BY id, detail
