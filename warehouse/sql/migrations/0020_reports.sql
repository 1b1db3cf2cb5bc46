-- Every report that was shown, kept under the hash of its files; and what each source of a run was expected to give.
CREATE TABLE out.report (
    report_seq BIGINT NOT NULL,
    run_id VARCHAR NOT NULL,
    gate VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    report_sha256 VARCHAR NOT NULL,
    archive_path VARCHAR NOT NULL
);

CREATE TABLE raw.source_bound (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    min_articles BIGINT,
    max_articles BIGINT
);

-- Versions that the code could not analyse: an error of ours, told to the gate; the next run tries again.
CREATE TABLE core.analysis_error (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    code_version VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

-- Bytes that retention took away: they were cited by nothing. What was seen stays on record, with its hash.
CREATE TABLE raw.pruned (
    sha256 VARCHAR NOT NULL,
    raw_path VARCHAR NOT NULL,
    pruned_at TIMESTAMP NOT NULL
);
