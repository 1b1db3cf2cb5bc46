-- Pairs without a level.
SELECT conflict_id AS id, why AS detail
FROM conflicts
WHERE level IS NULL
ORDER BY id, detail
