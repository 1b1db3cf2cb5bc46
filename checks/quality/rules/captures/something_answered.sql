-- How many captures brought bytes, and which did not; NULL when nothing was asked (another rule tells that).
SELECT
    CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE error IS NULL AND sha256 IS NOT NULL) END AS value,
    list(capture_id ORDER BY capture_id) FILTER (WHERE error IS NOT NULL OR sha256 IS NULL) AS ids
FROM captures
WHERE run_id = $run_id
