-- Pairs of a kind that nobody knows.
SELECT conflict_id AS id, 'kind: ' || kind AS detail
FROM conflicts
WHERE kind NOT IN (
    'number', 'date', 'negation', 'outcome', 'attribution',
    'assessment', 'silence', 'cause', 'identity', 'wording'
)
ORDER BY id, detail
