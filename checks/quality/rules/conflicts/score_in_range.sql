-- Pairs with a score outside 0 to 1.
SELECT conflict_id AS id, 'score ' || score AS detail
FROM conflicts
WHERE score < 0 OR score > 1
ORDER BY id, detail
