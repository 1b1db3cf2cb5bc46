-- Pairs of claims compared, against the median of the last five good runs; NULL before there are three.
SELECT (SELECT max(pairs_compared) FROM runs WHERE run_id = $run_id) / nullif(usual, 0) AS value
FROM (
    SELECT CASE WHEN count(*) >= 3 THEN median(pairs_compared) END AS usual
    FROM (
        SELECT pairs_compared FROM runs WHERE run_id <> $run_id AND gate = 'passed' ORDER BY run_seq DESC LIMIT 5
    )
)
