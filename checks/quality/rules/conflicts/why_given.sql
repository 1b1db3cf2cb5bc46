-- Pairs without a reason.
SELECT conflict_id AS id, kind || ', ' || relation AS detail
FROM conflicts
WHERE coalesce(trim(why), '') = ''
ORDER BY id
