-- Claims about a time that ends before it begins.
SELECT claim_id AS id, event_from || ' to ' || event_to AS detail
FROM claims
WHERE event_to < event_from
ORDER BY id
