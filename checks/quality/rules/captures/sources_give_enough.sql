-- Sources of which fewer readable articles were seen within a day than their sources file says they should give. A day,
-- since an hourly run asks only for what is new or due again.
SELECT s.source AS id, coalesce(seen.readable, 0) || ' readable articles, at least ' || s.min_articles || ' expected' AS detail
FROM run_sources AS s
LEFT JOIN (
    SELECT c.source, count(DISTINCT a.article_id) AS readable
    FROM articles AS a
    JOIN captures AS c ON c.capture_id = a.capture_id
    JOIN runs AS r ON r.run_id = $run_id
    WHERE a.status = 'ok' AND a.is_latest IS NOT FALSE AND a.last_seen_at >= r.started_at - INTERVAL 1 DAY
    GROUP BY c.source
) AS seen ON seen.source = s.source
WHERE s.run_id = $run_id AND coalesce(seen.readable, 0) < s.min_articles
ORDER BY id
