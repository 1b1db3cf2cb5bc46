-- Captures not yet known; the first of equals in a batch stands for all.
INSERT INTO raw.capture BY NAME
SELECT capture_id, source, requested_url, final_url, http_status, media_type, sha256, byte_count, raw_path, error, headers
FROM incoming ANTI JOIN raw.capture USING (capture_id)
QUALIFY row_number() OVER (PARTITION BY capture_id ORDER BY ordinal) = 1
ORDER BY ordinal
