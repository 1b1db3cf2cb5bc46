INSERT INTO raw.sighting BY NAME
SELECT DISTINCT capture_id, run_id, captured_at
FROM incoming ANTI JOIN raw.sighting USING (capture_id, run_id, captured_at)
ORDER BY ALL
