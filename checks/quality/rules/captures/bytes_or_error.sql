-- Captures that neither kept their bytes with hash, size and file nor give an error.
SELECT capture_id AS id, requested_url AS detail
FROM captures
WHERE coalesce(trim(error), '') = ''
  AND (sha256 IS NULL OR raw_path IS NULL OR byte_count IS NULL OR byte_count < 0)
ORDER BY id
