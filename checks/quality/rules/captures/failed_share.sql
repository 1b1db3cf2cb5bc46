-- The share of captures with an error; NULL when nothing was asked.
SELECT count(error) / nullif(count(*), 0) AS value FROM captures WHERE run_id = $run_id
