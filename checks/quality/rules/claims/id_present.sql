-- Claims without an id.
SELECT claim_id AS id, quote AS detail
FROM claims
WHERE claim_id IS NULL
ORDER BY id, detail
