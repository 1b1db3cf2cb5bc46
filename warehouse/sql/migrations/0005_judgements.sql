-- What people judged of pairs, and what the quality gate judged of runs.
CREATE TABLE out.verdict (
    verdict_id VARCHAR NOT NULL,
    conflict_id VARCHAR NOT NULL,
    passage_key VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    reviewer VARCHAR NOT NULL,
    note VARCHAR,
    given_at TIMESTAMP NOT NULL,
    code_version VARCHAR NOT NULL
);

CREATE TABLE out.quality_result (
    run_id VARCHAR NOT NULL,
    suite VARCHAR NOT NULL,
    expectation VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    success BOOLEAN NOT NULL,
    observed VARCHAR NOT NULL,
    violations VARCHAR NOT NULL
);
