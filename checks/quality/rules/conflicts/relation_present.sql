-- Pairs without a relation.
SELECT conflict_id AS id, why AS detail
FROM conflicts
WHERE relation IS NULL
ORDER BY id, detail
