-- Conflicts that show other words than their claims have.
SELECT conflicts.conflict_id AS id, conflicts.claim_a || ' and ' || conflicts.claim_b AS detail
FROM conflicts
JOIN claims AS a ON a.claim_id = conflicts.claim_a
JOIN claims AS b ON b.claim_id = conflicts.claim_b
WHERE conflicts.quote_a IS DISTINCT FROM a.quote OR conflicts.quote_b IS DISTINCT FROM b.quote
ORDER BY id
