-- How many articles could be read in their latest version, and which could not.
SELECT
    count(*) FILTER (WHERE status = 'ok') AS value,
    list(article_id ORDER BY article_id) FILTER (WHERE status IS DISTINCT FROM 'ok') AS ids
FROM articles
WHERE is_latest IS NOT FALSE
