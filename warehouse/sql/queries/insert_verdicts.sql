INSERT INTO out.verdict BY NAME
SELECT * EXCLUDE (ordinal)
FROM incoming ANTI JOIN out.verdict USING (verdict_id)
QUALIFY row_number() OVER (PARTITION BY verdict_id ORDER BY ordinal) = 1
ORDER BY ordinal
