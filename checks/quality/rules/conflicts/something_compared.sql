-- How many pairs of claims were compared; NULL when fewer than two different texts could be compared, or the number is
-- not recorded (another rule tells that).
SELECT CASE WHEN texts > 1 THEN (SELECT max(pairs_compared) FROM runs WHERE run_id = $run_id) END AS value
FROM (
    SELECT count(DISTINCT text_sha256) AS texts
    FROM articles
    WHERE is_latest IS NOT FALSE AND status = 'ok' AND starts_with(lower(coalesce(language, 'en')), 'en')
)
