CREATE OR REPLACE MACRO run_diff(run_a, run_b) AS TABLE
SELECT conflict_id, coalesce(b.kind, a.kind) AS kind,
    CASE
        WHEN a.run_id IS NULL THEN 'appeared'
        WHEN b.run_id IS NULL THEN 'gone'
        WHEN (a.relation, a.level, a.score, a.why, a.rule) <> (b.relation, b.level, b.score, b.why, b.rule) THEN 'changed'
        ELSE 'same'
    END AS difference,
    a.relation AS relation_a, b.relation AS relation_b, a.level AS level_a, b.level AS level_b,
    a.score AS score_a, b.score AS score_b, a.why AS why_a, b.why AS why_b, a.rule AS rule_a, b.rule AS rule_b
FROM (FROM out.conflict AS c WHERE c.run_id = run_a) AS a
FULL JOIN (FROM out.conflict AS c WHERE c.run_id = run_b) AS b USING (conflict_id)
ORDER BY difference, kind, conflict_id;

COMMENT ON MACRO TABLE run_diff IS
    'What run run_b found otherwise than run run_a, pair by pair: appeared, gone, changed or same, with both sides.';
