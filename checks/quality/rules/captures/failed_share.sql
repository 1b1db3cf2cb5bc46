-- The share of captures with an error, and those; NULL when nothing was asked.
SELECT
    count(error) / nullif(count(*), 0) AS value,
    list(capture_id ORDER BY capture_id) FILTER (WHERE error IS NOT NULL) AS ids
FROM captures
WHERE run_id = $run_id
