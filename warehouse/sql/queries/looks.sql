-- Each page that was asked for over the network and read: when it was last asked, and when it last gave something new.
SELECT c.source, c.requested_url, min(s.began) AS first_at, max(s.ended) AS looked_at, max(s.began) AS changed_at
FROM raw.capture AS c JOIN (
    SELECT capture_id, min(captured_at) AS began, max(captured_at) AS ended FROM raw.sighting GROUP BY capture_id
) AS s USING (capture_id)
WHERE c.capture_id IN (SELECT capture_id FROM raw.visit)
    AND c.capture_id IN (SELECT capture_id FROM core.article_reading)
GROUP BY c.source, c.requested_url
ORDER BY looked_at, c.requested_url
