-- Claims in a speech that nobody knows.
SELECT claim_id AS id, 'speech: ' || speech AS detail
FROM claims
WHERE speech NOT IN ('direct', 'indirect', 'mixed', 'author')
ORDER BY id, detail
