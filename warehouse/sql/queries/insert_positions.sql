INSERT INTO out.position BY NAME
SELECT * EXCLUDE (ordinal), $run_id AS run_id
FROM incoming
ORDER BY ordinal
