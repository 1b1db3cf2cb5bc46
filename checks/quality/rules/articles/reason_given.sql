-- Articles that could not be read and do not say why.
SELECT article_id AS id, status || ': ' || url AS detail
FROM articles
WHERE status <> 'ok' AND coalesce(trim(reason), '') = ''
ORDER BY id, version
