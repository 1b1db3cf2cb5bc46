CREATE OR REPLACE VIEW runs AS
SELECT r.run_id, r.started_at, r.finished_at, r.code_version, r.gate, r.captures, r.articles, r.claims, r.pairs_compared,
    r.conflicts, r.unreadable, r.first_started_at, e.run_seq, c.unasked AS pairs_unasked
FROM out.run AS r LEFT JOIN (
    SELECT run_id, max(run_seq) AS run_seq FROM out.run_event GROUP BY run_id
) AS e USING (run_id)
LEFT JOIN out.comparison AS c USING (run_id);

COMMENT ON VIEW runs IS 'A run over one input with one code; the same input again is the same run.';
COMMENT ON COLUMN runs.run_id IS 'Hash of the input captures, the questions and the code version.';
COMMENT ON COLUMN runs.started_at IS 'When it was last started, UTC.';
COMMENT ON COLUMN runs.finished_at IS 'When it last finished, UTC; NULL while it runs or after a crash.';
COMMENT ON COLUMN runs.code_version IS 'The version of the code that ran.';
COMMENT ON COLUMN runs.gate IS 'passed, failed, or running.';
COMMENT ON COLUMN runs.captures IS 'Number of captures it looked at.';
COMMENT ON COLUMN runs.articles IS 'Number of articles it read.';
COMMENT ON COLUMN runs.claims IS 'Number of claims it compared.';
COMMENT ON COLUMN runs.pairs_compared IS 'Number of pairs of claims it compared.';
COMMENT ON COLUMN runs.conflicts IS 'Number of conflicts it found (relation conflict only).';
COMMENT ON COLUMN runs.unreadable IS 'Number of inputs it could not read.';
COMMENT ON COLUMN runs.first_started_at IS 'When it was first started, UTC.';
COMMENT ON COLUMN runs.run_seq IS 'Place in the sequence of runs that gave findings, from 1; NULL when it gave none yet.';
COMMENT ON COLUMN runs.pairs_unasked IS
    'Number of promising pairs that were beyond the budget of the model; NULL when it compared nothing.';
