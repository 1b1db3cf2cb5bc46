-- Versions of an article that are listed more than once.
SELECT article_id AS id, 'version ' || version || ', ' || count(*) || ' times' AS detail
FROM articles
GROUP BY article_id, version
HAVING count(*) > 1
ORDER BY id, version
