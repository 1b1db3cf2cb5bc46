-- What the embedded model said of a pair is kept by the pair's content, so that it is asked once; never removed.
CREATE TABLE core.opinion (
    pair_key VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    contradiction DOUBLE NOT NULL,
    agreement DOUBLE NOT NULL,
    neither DOUBLE NOT NULL,
    kind VARCHAR NOT NULL,
    kind_probability DOUBLE NOT NULL
);

ALTER TABLE out.conflict ADD COLUMN model VARCHAR;

-- How far the comparison of a run looked; a run with a row here was compared to the end.
CREATE TABLE out.comparison (
    run_id VARCHAR NOT NULL,
    pairs_compared BIGINT NOT NULL,
    unasked BIGINT NOT NULL
);
