-- How many captures brought bytes; NULL when nothing was asked (another rule tells that).
SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE error IS NULL AND sha256 IS NOT NULL) END AS value
FROM captures
WHERE run_id = $run_id
