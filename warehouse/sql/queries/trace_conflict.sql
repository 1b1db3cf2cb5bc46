-- The pair as the run that last found it did, whether that run passed its gate or not.
SELECT c.kind, c.relation, c.why, c.claim_a, c.claim_b
FROM out.conflict AS c JOIN out.run_event AS e USING (run_id)
WHERE c.conflict_id = $id
ORDER BY e.run_seq DESC LIMIT 1
