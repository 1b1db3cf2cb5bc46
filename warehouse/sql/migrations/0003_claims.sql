-- An analysis says that this code read this article version, so that it need not again; it may have found no claim.
CREATE TABLE core.analysis (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    code_version VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    analysis_seq BIGINT NOT NULL
);

CREATE TABLE core.claim (
    claim_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    url VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    speaker VARCHAR,
    speaker_as_written VARCHAR,
    speech VARCHAR NOT NULL,
    cue VARCHAR,
    held_by_outlet BOOLEAN NOT NULL,
    polarity VARCHAR NOT NULL,
    certainty VARCHAR NOT NULL,
    said_on DATE,
    event_from DATE,
    event_to DATE,
    reading VARCHAR NOT NULL,
    code_version VARCHAR NOT NULL
);
