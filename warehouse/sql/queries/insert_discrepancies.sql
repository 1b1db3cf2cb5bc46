INSERT INTO out.discrepancy BY NAME
SELECT * EXCLUDE (ordinal), $run_id AS run_id
FROM incoming
QUALIFY row_number() OVER (PARTITION BY discrepancy_id ORDER BY ordinal) = 1
ORDER BY ordinal
