-- The share of articles that could be read in their latest version; NULL when there are none.
SELECT count(*) FILTER (WHERE status = 'ok') / nullif(count(*), 0) AS value
FROM articles
WHERE is_latest IS NOT FALSE
