-- The same report of the same run again is the same report.
INSERT INTO out.report BY NAME
SELECT (SELECT coalesce(max(report_seq), 0) + 1 FROM out.report) AS report_seq, $run_id AS run_id, $gate AS gate,
    $now AS recorded_at, $sha256 AS report_sha256, $path AS archive_path
WHERE NOT EXISTS (FROM out.report WHERE run_id = $run_id AND gate = $gate AND report_sha256 = $sha256)
