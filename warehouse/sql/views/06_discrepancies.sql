CREATE OR REPLACE VIEW discrepancies AS
WITH found AS (
    SELECT run_seq, d.* FROM out.discrepancy AS d JOIN out.standing_run USING (run_id)
), first_seen AS (
    SELECT discrepancy_id, min(run_seq) AS first_seq FROM found GROUP BY discrepancy_id
), judged AS (
    -- One confirmed pair confirms the matter; it is dismissed only when every pair of it is judged.
    SELECT c.discrepancy_id, CASE
            WHEN bool_or(c.verdict = 'confirmed') THEN 'confirmed'
            WHEN bool_and(c.verdict IS NOT NULL) THEN min(c.verdict)
        END AS verdict
    FROM conflicts AS c
    WHERE c.relation = 'conflict' AND c.status <> 'resolved'
    GROUP BY c.discrepancy_id
)
SELECT d.discrepancy_id, d.question, d.kind, d.severity, d.positions, d.outlets, d.origins,
    CASE
        WHEN s.first_seq = current.run_seq THEN 'new'
        WHEN p.discrepancy_id IS NULL THEN 'reopened'
        WHEN (p.question, p.kind, p.severity, p.positions, p.outlets, p.origins)
            <> (d.question, d.kind, d.severity, d.positions, d.outlets, d.origins) THEN 'changed'
        ELSE 'persisting'
    END AS status,
    j.verdict, d.weight
FROM out.current_run AS current
JOIN found AS d ON d.run_seq = current.run_seq
JOIN first_seen AS s ON s.discrepancy_id = d.discrepancy_id
LEFT JOIN found AS p ON p.discrepancy_id = d.discrepancy_id AND p.run_seq = current.run_seq - 1
LEFT JOIN judged AS j ON j.discrepancy_id = d.discrepancy_id;

COMMENT ON VIEW discrepancies IS 'Accounts differ on question: the conflicts of the last run about one matter.';
COMMENT ON COLUMN discrepancies.discrepancy_id IS 'Id of the matter.';
COMMENT ON COLUMN discrepancies.question IS 'What the accounts differ on, as a neutral question.';
COMMENT ON COLUMN discrepancies.kind IS 'The kind of its weightiest conflict; see conflicts.kind.';
COMMENT ON COLUMN discrepancies.severity IS 'high, medium or low.';
COMMENT ON COLUMN discrepancies.positions IS 'Number of different answers given.';
COMMENT ON COLUMN discrepancies.outlets IS 'Number of outlets that take part.';
COMMENT ON COLUMN discrepancies.origins IS 'Number of independent origins: one wire story in four outlets is one.';
COMMENT ON COLUMN discrepancies.status IS 'Against the run before: new, persisting, changed or reopened.';
COMMENT ON COLUMN discrepancies.verdict IS
    'confirmed when one of its conflicts is; another verdict only when every one of its conflicts is judged; else NULL.';
COMMENT ON COLUMN discrepancies.weight IS 'Its consequence, 0 to 1: the order of the report.';
