-- Pairs without a status, or with one that nobody knows.
SELECT conflict_id AS id, 'status: ' || coalesce(status, 'none') AS detail
FROM conflicts
WHERE status IS NULL OR status NOT IN ('new', 'persisting', 'changed', 'resolved', 'reopened')
ORDER BY id, detail
