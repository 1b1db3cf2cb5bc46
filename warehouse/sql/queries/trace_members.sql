-- The findings of a matter, as the run that last had it found them.
SELECT c.conflict_id
FROM out.conflict AS c
WHERE c.discrepancy_id = $id AND c.relation = 'conflict' AND c.run_id = (
    SELECT arg_max(d.run_id, e.run_seq) FROM out.discrepancy AS d JOIN out.run_event AS e USING (run_id)
    WHERE d.discrepancy_id = $id
)
ORDER BY c.score DESC, c.conflict_id
