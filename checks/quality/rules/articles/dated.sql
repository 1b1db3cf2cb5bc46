-- Readable articles without a date of publication.
SELECT article_id AS id, url AS detail
FROM articles
WHERE is_latest IS NOT FALSE AND status = 'ok' AND published_at IS NULL
ORDER BY id
