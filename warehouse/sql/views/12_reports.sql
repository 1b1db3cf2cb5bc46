CREATE OR REPLACE VIEW reports AS
SELECT run_id, gate, recorded_at, report_sha256, archive_path, report_seq
FROM out.report;

COMMENT ON VIEW reports IS 'Run run_id was reported like this: rashomon report --run RUN_ID makes the very same files again.';
COMMENT ON COLUMN reports.run_id IS 'The run.';
COMMENT ON COLUMN reports.gate IS 'Whether the run passed or failed its gate.';
COMMENT ON COLUMN reports.recorded_at IS 'When the run was started, UTC, as recorded.';
COMMENT ON COLUMN reports.report_sha256 IS 'Hex SHA-256 over the files of the report, as a tar archive.';
COMMENT ON COLUMN reports.archive_path IS 'Where the files are kept, relative to the home; pruned ones are gone from disk.';
COMMENT ON COLUMN reports.report_seq IS 'Place in the sequence of different reports, from 1.';
