-- Captures without the time when they were taken.
SELECT capture_id AS id, requested_url AS detail
FROM captures
WHERE captured_at IS NULL
ORDER BY id, detail
