-- Sources that gave more readable articles in this run than their sources file says they should.
SELECT source AS id, readable || ' readable articles, at most ' || max_articles || ' expected' AS detail
FROM (
    SELECT s.source, s.max_articles, count(DISTINCT a.article_id) AS readable
    FROM run_sources AS s
    JOIN captures AS c ON c.source = s.source AND c.run_id = $run_id
    JOIN articles AS a ON a.capture_id = c.capture_id AND a.status = 'ok' AND a.is_latest IS NOT FALSE
    WHERE s.run_id = $run_id
    GROUP BY s.source, s.max_articles
)
WHERE readable > max_articles
ORDER BY id
