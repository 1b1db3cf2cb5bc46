INSERT INTO out.quality_result BY NAME
SELECT * EXCLUDE (ordinal)
FROM incoming
ORDER BY ordinal
