-- Captures without an id.
SELECT capture_id AS id, requested_url AS detail
FROM captures
WHERE capture_id IS NULL
ORDER BY id, detail
