-- Claims without a certainty.
SELECT claim_id AS id, quote AS detail
FROM claims
WHERE certainty IS NULL
ORDER BY id, detail
