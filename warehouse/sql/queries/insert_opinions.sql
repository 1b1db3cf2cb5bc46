INSERT INTO core.opinion BY NAME
SELECT * EXCLUDE (ordinal)
FROM incoming
WHERE pair_key NOT IN (SELECT pair_key FROM core.opinion)
QUALIFY row_number() OVER (PARTITION BY pair_key ORDER BY ordinal) = 1
ORDER BY ordinal
