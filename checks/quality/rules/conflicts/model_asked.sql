-- The share of compared pairs that look promising and were beyond the budget of the model; NULL when none was compared.
SELECT max(pairs_unasked) / nullif(max(pairs_compared), 0) AS value FROM runs WHERE run_id = $run_id
