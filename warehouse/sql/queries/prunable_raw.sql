-- Kept files that no reading of an article rests on and whose captures were last seen before the given moment.
SELECT any_value(c.sha256) AS sha256, c.raw_path, max(c.byte_count) AS byte_count
FROM raw.capture AS c
LEFT JOIN core.article_reading AS r USING (capture_id)
LEFT JOIN (SELECT capture_id, max(captured_at) AS seen FROM raw.sighting GROUP BY capture_id) AS s USING (capture_id)
WHERE c.raw_path IS NOT NULL
GROUP BY c.raw_path
HAVING count(r.capture_id) = 0 AND max(s.seen) < $before
ORDER BY c.raw_path
