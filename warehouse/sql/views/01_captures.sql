CREATE OR REPLACE VIEW captures AS
SELECT c.capture_id, c.source, c.requested_url, c.final_url, c.http_status, c.media_type, c.sha256, c.byte_count,
    s.captured_at, c.raw_path, c.error, s.run_id, c.headers, s.last_captured_at, s.times_seen
FROM raw.capture AS c
LEFT JOIN (
    SELECT capture_id, min(captured_at) AS captured_at, arg_min(run_id, captured_at) AS run_id,
        max(captured_at) AS last_captured_at, count(*) AS times_seen
    FROM raw.sighting
    GROUP BY capture_id
) AS s USING (capture_id);

COMMENT ON VIEW captures IS
    'At captured_at, during run_id, requested_url answered from final_url with these bytes, or with error.';
COMMENT ON COLUMN captures.capture_id IS
    'Hash of the asked and the answered address, HTTP status, bytes and error: the same answer again is the same capture.';
COMMENT ON COLUMN captures.source IS 'The source that led here: a file, a folder, a feed, a page or a name in a sources file.';
COMMENT ON COLUMN captures.requested_url IS 'The address that was asked; a local file has a file:// URL.';
COMMENT ON COLUMN captures.final_url IS 'The address that answered, after redirects.';
COMMENT ON COLUMN captures.http_status IS 'HTTP status code; NULL for a local file or when no answer came.';
COMMENT ON COLUMN captures.media_type IS 'Media type as declared or told from the file name; NULL when unknown.';
COMMENT ON COLUMN captures.sha256 IS 'Hex SHA-256 of the raw bytes; NULL when nothing could be read.';
COMMENT ON COLUMN captures.byte_count IS 'Number of raw bytes kept.';
COMMENT ON COLUMN captures.captured_at IS 'When this answer was first seen, UTC.';
COMMENT ON COLUMN captures.raw_path IS 'Where the bytes are kept, relative to the home; NULL when nothing could be read.';
COMMENT ON COLUMN captures.error IS 'Why nothing could be read; NULL when something was.';
COMMENT ON COLUMN captures.run_id IS 'The run that first saw this answer.';
COMMENT ON COLUMN captures.headers IS 'Response headers as a JSON array of [name, value] pairs.';
COMMENT ON COLUMN captures.last_captured_at IS 'When this answer was last seen, UTC.';
COMMENT ON COLUMN captures.times_seen IS 'How often this answer was seen.';
