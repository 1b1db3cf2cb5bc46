-- Pairs without a kind.
SELECT conflict_id AS id, why AS detail
FROM conflicts
WHERE kind IS NULL
ORDER BY id, detail
