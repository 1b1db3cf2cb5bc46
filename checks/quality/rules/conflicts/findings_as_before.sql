-- Conflicts found, against the median of the last five good runs; NULL before there are three, or where five are rare.
SELECT (SELECT max(conflicts) FROM runs WHERE run_id = $run_id) / usual AS value
FROM (
    SELECT CASE WHEN count(*) >= 3 AND median(conflicts) >= 5 THEN median(conflicts) END AS usual
    FROM (
        SELECT conflicts FROM runs WHERE run_id <> $run_id AND gate = 'passed' ORDER BY run_seq DESC LIMIT 5
    )
)
