-- Claims of a certainty that nobody knows.
SELECT claim_id AS id, 'certainty: ' || certainty AS detail
FROM claims
WHERE certainty NOT IN ('asserted', 'hedged', 'predicted', 'conditional', 'desired')
ORDER BY id, detail
