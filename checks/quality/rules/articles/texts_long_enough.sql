-- Readable articles whose text is too short for a news article.
SELECT article_id AS id, length(text) || ' characters: ' || url AS detail
FROM articles
WHERE is_latest IS NOT FALSE AND status = 'ok' AND length(text) < 200
ORDER BY id
