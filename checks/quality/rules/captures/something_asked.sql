-- How many answers, good or bad, the run has.
SELECT count(*) AS value FROM captures WHERE run_id = $run_id
