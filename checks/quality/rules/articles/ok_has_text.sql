-- Articles read as ok that have no text.
SELECT article_id AS id, url AS detail
FROM articles
WHERE status = 'ok' AND coalesce(trim(text), '') = ''
ORDER BY id, version
