-- Captures whose hash is not 64 lower-case hexadecimal digits.
SELECT capture_id AS id, 'sha256: ' || sha256 AS detail
FROM captures
WHERE NOT regexp_full_match(sha256, '[0-9a-f]{64}')
ORDER BY id, detail
