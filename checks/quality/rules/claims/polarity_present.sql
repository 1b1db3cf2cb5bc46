-- Claims without a polarity.
SELECT claim_id AS id, quote AS detail
FROM claims
WHERE polarity IS NULL
ORDER BY id, detail
