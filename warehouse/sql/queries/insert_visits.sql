INSERT INTO raw.visit BY NAME
SELECT DISTINCT capture_id, run_id, hop, url, http_status, location, visited_at, warc_path
FROM incoming ANTI JOIN raw.visit USING (capture_id, url, visited_at, hop)
ORDER BY ALL
