-- A capture is kept once and was seen at least once.
SELECT 'capture', capture_id, 'it is stored twice' FROM raw.capture GROUP BY capture_id HAVING count(*) > 1
UNION ALL
SELECT 'capture', capture_id, 'it was never seen' FROM raw.capture ANTI JOIN raw.sighting USING (capture_id)
UNION ALL
SELECT 'capture', capture_id, 'it was seen but is not stored' FROM raw.sighting ANTI JOIN raw.capture USING (capture_id)
