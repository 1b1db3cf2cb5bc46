-- Kept reports last shown before the given moment that are not the last of a run that passed, nor the last at all.
SELECT archive_path
FROM out.report
WHERE report_sha256 NOT IN (
    SELECT arg_max(report_sha256, report_seq) FROM out.report
    UNION
    SELECT arg_max(report_sha256, report_seq) FROM out.report WHERE gate = 'passed' HAVING count(*) > 0
)
GROUP BY archive_path
HAVING max(recorded_at) < $before
ORDER BY archive_path
