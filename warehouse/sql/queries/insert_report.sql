-- The same report of the same run, again and with no other in between, is the same report.
INSERT INTO out.report BY NAME
SELECT coalesce(max(report_seq), 0) + 1 AS report_seq, $run_id AS run_id, $gate AS gate, $now AS recorded_at,
    $sha256 AS report_sha256, $path AS archive_path
FROM out.report
HAVING arg_max((run_id, gate, report_sha256), report_seq) IS DISTINCT FROM ($run_id, $gate, $sha256)
