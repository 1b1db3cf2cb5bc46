-- Claims without a speech.
SELECT claim_id AS id, quote AS detail
FROM claims
WHERE speech IS NULL
ORDER BY id, detail
