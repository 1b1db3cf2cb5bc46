-- The share of articles that could be read in their latest version, and those that could not; NULL when there are none.
SELECT
    count(*) FILTER (WHERE status = 'ok') / nullif(count(*), 0) AS value,
    list(article_id ORDER BY article_id) FILTER (WHERE status IS DISTINCT FROM 'ok') AS ids
FROM articles
WHERE is_latest IS NOT FALSE
