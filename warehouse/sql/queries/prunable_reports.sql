-- Kept reports of before the given moment that are not the last of a run that passed, nor the last at all.
SELECT DISTINCT archive_path
FROM out.report
WHERE recorded_at < $before AND report_sha256 NOT IN (
    SELECT arg_max(report_sha256, report_seq) FROM out.report
    UNION
    SELECT arg_max(report_sha256, report_seq) FROM out.report WHERE gate = 'passed' HAVING count(*) > 0
)
ORDER BY archive_path
