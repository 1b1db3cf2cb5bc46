-- Pairs without the rule that decided.
SELECT conflict_id AS id, why AS detail
FROM conflicts
WHERE rule IS NULL
ORDER BY id, detail
