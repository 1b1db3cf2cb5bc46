-- Claims that neither affirm nor deny.
SELECT claim_id AS id, 'polarity: ' || polarity AS detail
FROM claims
WHERE polarity NOT IN ('affirmed', 'denied')
ORDER BY id, detail
