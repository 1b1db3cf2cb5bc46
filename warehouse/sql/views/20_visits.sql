CREATE OR REPLACE VIEW visits AS
SELECT capture_id, hop, url, http_status, location, visited_at, warc_path, run_id FROM raw.visit;

COMMENT ON VIEW visits IS
    'Every request that a server answered on the way to a capture: redirects, failed attempts, and 304s.';
COMMENT ON COLUMN visits.capture_id IS 'The capture that this request led to, or that a 304 confirmed.';
COMMENT ON COLUMN visits.hop IS 'Number of the request on the way to the capture, from 0.';
COMMENT ON COLUMN visits.url IS 'The address that was asked.';
COMMENT ON COLUMN visits.http_status IS 'HTTP status of the answer; 304 means that what was kept before still holds.';
COMMENT ON COLUMN visits.location IS 'Where a redirect led; NULL for other answers.';
COMMENT ON COLUMN visits.visited_at IS 'When it was asked, UTC.';
COMMENT ON COLUMN visits.warc_path IS 'The WARC file that has request and answer, relative to the home.';
COMMENT ON COLUMN visits.run_id IS 'The run that asked.';
