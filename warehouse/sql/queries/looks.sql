-- Each page that was asked for over the network and read: when it was last asked, when it last gave something new, and
-- whom it was last said to come from.
SELECT c.source, c.requested_url, min(s.began) AS first_at, max(s.ended) AS looked_at, max(s.began) AS changed_at,
    max_by(r.agency, s.ended) AS agency
FROM raw.capture AS c JOIN (
    SELECT capture_id, min(captured_at) AS began, max(captured_at) AS ended FROM raw.sighting GROUP BY capture_id
) AS s USING (capture_id)
JOIN (
    SELECT capture_id, max_by(agency, reading_seq) AS agency FROM core.article_reading GROUP BY capture_id
) AS r USING (capture_id)
WHERE c.capture_id IN (SELECT capture_id FROM raw.visit)
GROUP BY c.source, c.requested_url
ORDER BY looked_at, c.requested_url
