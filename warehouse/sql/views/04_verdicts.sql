CREATE OR REPLACE VIEW verdicts AS
SELECT verdict_id, conflict_id, passage_key, verdict, reviewer, note, given_at, code_version
FROM out.verdict;

COMMENT ON VIEW verdicts IS 'reviewer judged the pair with these two passages verdict at given_at; none is ever overwritten.';
COMMENT ON COLUMN verdicts.verdict_id IS 'Id of this judgement.';
COMMENT ON COLUMN verdicts.conflict_id IS 'The conflict as it was called when it was judged.';
COMMENT ON COLUMN verdicts.passage_key IS 'Hash of the two quotes with their articles: what the verdict holds on to.';
COMMENT ON COLUMN verdicts.verdict IS 'confirmed, not_a_conflict, different_time_or_scope or extraction_error.';
COMMENT ON COLUMN verdicts.reviewer IS 'Who judged.';
COMMENT ON COLUMN verdicts.note IS 'Why, in the words of the reviewer; NULL when none was given.';
COMMENT ON COLUMN verdicts.given_at IS 'When it was judged, UTC.';
COMMENT ON COLUMN verdicts.code_version IS 'The version of the code whose finding was judged.';
