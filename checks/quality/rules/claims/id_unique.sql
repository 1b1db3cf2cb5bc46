-- Claims that share their id with another.
SELECT claim_id AS id, quote AS detail
FROM claims
WHERE claim_id IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY claim_id) > 1
ORDER BY id, detail
