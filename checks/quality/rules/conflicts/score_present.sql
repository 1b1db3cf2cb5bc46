-- Pairs without a score.
SELECT conflict_id AS id, why AS detail
FROM conflicts
WHERE score IS NULL
ORDER BY id, detail
