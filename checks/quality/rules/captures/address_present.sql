-- Captures without the address that was asked.
SELECT capture_id AS id, 'source ' || source AS detail
FROM captures
WHERE requested_url IS NULL
ORDER BY id, detail
