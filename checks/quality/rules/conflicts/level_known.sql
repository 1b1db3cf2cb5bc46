-- Pairs at a level that nobody knows.
SELECT conflict_id AS id, 'level: ' || level AS detail
FROM conflicts
WHERE level NOT IN ('outlets', 'speakers', 'self', 'misattribution', 'within_article')
ORDER BY id, detail
