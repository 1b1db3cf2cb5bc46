-- Pairs in a relation that nobody knows.
SELECT conflict_id AS id, 'relation: ' || relation AS detail
FROM conflicts
WHERE relation NOT IN (
    'conflict', 'update', 'rounding', 'scope',
    'estimate', 'reported_denial', 'forecast', 'same_origin'
)
ORDER BY id, detail
