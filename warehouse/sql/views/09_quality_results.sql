CREATE OR REPLACE VIEW quality_results AS
SELECT run_id, suite, expectation, severity, success, observed, violations
FROM out.quality_result;

COMMENT ON VIEW quality_results IS 'In run run_id, expectation of suite did (not) hold.';
COMMENT ON COLUMN quality_results.run_id IS 'The run that was checked.';
COMMENT ON COLUMN quality_results.suite IS 'Suite of expectations: captures, articles, claims or conflicts.';
COMMENT ON COLUMN quality_results.expectation IS 'What was expected.';
COMMENT ON COLUMN quality_results.severity IS 'critical (fails the gate), warning or info.';
COMMENT ON COLUMN quality_results.success IS 'Whether it held.';
COMMENT ON COLUMN quality_results.observed IS 'What was observed.';
COMMENT ON COLUMN quality_results.violations IS 'The rows that violate it, as JSON, ids first.';
