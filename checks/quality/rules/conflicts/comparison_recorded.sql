-- 1 when the run recorded how many pairs of claims it compared.
SELECT count(pairs_compared) AS value FROM runs WHERE run_id = $run_id
