-- Claims for each readable English article; NULL when there is none.
SELECT (SELECT count(*) FROM claims) / nullif(count(*), 0) AS value
FROM articles
WHERE is_latest IS NOT FALSE AND status = 'ok' AND starts_with(lower(coalesce(language, 'en')), 'en')
