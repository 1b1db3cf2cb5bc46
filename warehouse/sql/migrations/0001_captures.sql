-- What was seen: one row for each different answer of an address, and one for each time it was seen.
CREATE SCHEMA raw;
CREATE SCHEMA core;
CREATE SCHEMA out;

CREATE TABLE raw.capture (
    capture_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    requested_url VARCHAR NOT NULL,
    final_url VARCHAR NOT NULL,
    http_status INTEGER,
    media_type VARCHAR,
    sha256 VARCHAR,
    byte_count BIGINT NOT NULL,
    raw_path VARCHAR,
    error VARCHAR,
    headers VARCHAR NOT NULL
);

CREATE TABLE raw.sighting (
    capture_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    captured_at TIMESTAMP NOT NULL
);
