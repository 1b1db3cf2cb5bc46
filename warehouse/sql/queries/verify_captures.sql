SELECT capture_id, requested_url, final_url, http_status, sha256, error, raw_path, byte_count
FROM raw.capture
ORDER BY capture_id
