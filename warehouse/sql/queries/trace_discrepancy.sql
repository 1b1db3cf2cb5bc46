SELECT d.question, d.severity
FROM out.discrepancy AS d JOIN out.run_event AS e USING (run_id)
WHERE d.discrepancy_id = $id
ORDER BY e.run_seq DESC LIMIT 1
