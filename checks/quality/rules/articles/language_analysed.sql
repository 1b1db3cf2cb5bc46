-- Readable articles in a language from which no claims are extracted.
SELECT article_id AS id, 'language ' || language || ': ' || url AS detail
FROM articles
WHERE is_latest IS NOT FALSE AND status = 'ok' AND NOT starts_with(lower(language), 'en')
ORDER BY id
