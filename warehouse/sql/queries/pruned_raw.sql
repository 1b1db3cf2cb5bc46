-- Captures whose bytes retention took away, and that were not seen again since.
SELECT c.capture_id
FROM raw.capture AS c
JOIN (SELECT raw_path, max(pruned_at) AS pruned_at FROM raw.pruned GROUP BY raw_path) AS p USING (raw_path)
JOIN (SELECT capture_id, max(captured_at) AS seen FROM raw.sighting GROUP BY capture_id) AS s USING (capture_id)
WHERE s.seen <= p.pruned_at
