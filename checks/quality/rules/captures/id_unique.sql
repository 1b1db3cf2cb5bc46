-- Captures that share their id with another.
SELECT capture_id AS id, requested_url AS detail
FROM captures
WHERE capture_id IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY capture_id) > 1
ORDER BY id, detail
