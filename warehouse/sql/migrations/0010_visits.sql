-- Every request that a server answered on the way to a capture: redirects, failed attempts, 304s and the answer itself.
CREATE TABLE IF NOT EXISTS raw.visit (
    capture_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    hop INTEGER NOT NULL,
    url VARCHAR NOT NULL,
    http_status INTEGER NOT NULL,
    location VARCHAR,
    visited_at TIMESTAMP NOT NULL,
    warc_path VARCHAR NOT NULL
);
