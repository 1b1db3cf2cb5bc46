-- Pairs without an id.
SELECT conflict_id AS id, why AS detail
FROM conflicts
WHERE conflict_id IS NULL
ORDER BY id, detail
