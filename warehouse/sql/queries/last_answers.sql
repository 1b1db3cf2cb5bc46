-- What each address answered when it was last read well, for conditional requests.
SELECT c.requested_url, c.final_url, c.http_status, c.headers, c.media_type, c.raw_path, c.sha256
FROM raw.capture AS c JOIN raw.sighting AS s USING (capture_id)
WHERE c.error IS NULL AND c.http_status = 200 AND c.raw_path IS NOT NULL
    AND (c.headers LIKE '%"etag"%' OR c.headers LIKE '%"last-modified"%')
QUALIFY row_number() OVER (PARTITION BY c.requested_url ORDER BY s.captured_at DESC, c.capture_id) = 1
ORDER BY c.requested_url
