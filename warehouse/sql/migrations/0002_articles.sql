-- A version is one immutable text of an article (or no text at all); a reading is what one capture said about it.
CREATE TABLE core.article_version (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    text VARCHAR,
    text_sha256 VARCHAR,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE core.article_reading (
    reading_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    url VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    title VARCHAR,
    author VARCHAR,
    published_at TIMESTAMP,
    published_on DATE,
    language VARCHAR,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    capture_id VARCHAR NOT NULL,
    reading_seq BIGINT NOT NULL
);
