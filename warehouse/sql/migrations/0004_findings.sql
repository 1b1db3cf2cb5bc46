-- A run is kept once by its id; an event says that its findings became the current ones, at a place in a sequence.
CREATE TABLE out.run (
    run_id VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    code_version VARCHAR NOT NULL,
    gate VARCHAR NOT NULL,
    captures BIGINT NOT NULL,
    articles BIGINT NOT NULL,
    claims BIGINT NOT NULL,
    pairs_compared BIGINT NOT NULL,
    conflicts BIGINT NOT NULL,
    unreadable BIGINT NOT NULL,
    first_started_at TIMESTAMP NOT NULL
);

CREATE TABLE out.run_event (
    run_seq BIGINT NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE out.conflict (
    run_id VARCHAR NOT NULL,
    conflict_id VARCHAR NOT NULL,
    discrepancy_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    claim_a VARCHAR NOT NULL,
    claim_b VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    passage_key VARCHAR NOT NULL
);

CREATE TABLE out.discrepancy (
    run_id VARCHAR NOT NULL,
    discrepancy_id VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    positions BIGINT NOT NULL,
    outlets BIGINT NOT NULL,
    origins BIGINT NOT NULL
);

CREATE TABLE out.position (
    run_id VARCHAR NOT NULL,
    question_id VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    position VARCHAR,
    state VARCHAR NOT NULL,
    claim_id VARCHAR,
    quote VARCHAR
);
