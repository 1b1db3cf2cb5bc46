-- Captures with a status that HTTP does not know.
SELECT capture_id AS id, 'status ' || http_status || ': ' || requested_url AS detail
FROM captures
WHERE http_status NOT BETWEEN 100 AND 599
ORDER BY id, detail
