-- Pairs that share their id with another.
SELECT conflict_id AS id, why AS detail
FROM conflicts
WHERE conflict_id IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY conflict_id) > 1
ORDER BY id, detail
