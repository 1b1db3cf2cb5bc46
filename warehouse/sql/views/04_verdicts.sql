CREATE OR REPLACE VIEW verdicts AS
SELECT v.verdict_id, v.conflict_id, v.passage_key, v.verdict, v.reviewer, v.note, v.given_at, v.code_version,
    v.kind, v.discrepancy_id, v.article_a, v.quote_a, v.article_b, v.quote_b,
    coalesce(NOT contains(core.squashed(a.text), core.squashed(v.quote_a)), FALSE)
        OR coalesce(NOT contains(core.squashed(b.text), core.squashed(v.quote_b)), FALSE) AS stale
FROM out.verdict AS v
LEFT JOIN (FROM articles WHERE is_latest) AS a ON a.article_id = v.article_a
LEFT JOIN (FROM articles WHERE is_latest) AS b ON b.article_id = v.article_b;

COMMENT ON VIEW verdicts IS 'reviewer judged the pair with these two passages verdict at given_at; none is ever overwritten.';
COMMENT ON COLUMN verdicts.verdict_id IS 'Id of this judgement.';
COMMENT ON COLUMN verdicts.conflict_id IS 'The conflict as it was called when it was judged.';
COMMENT ON COLUMN verdicts.passage_key IS 'Hash of the two quotes with their articles: what the verdict holds on to.';
COMMENT ON COLUMN verdicts.verdict IS 'confirmed, not_a_conflict, different_time_or_scope or extraction_error; withdrawn takes back what the reviewer said before.';
COMMENT ON COLUMN verdicts.reviewer IS 'Who judged.';
COMMENT ON COLUMN verdicts.note IS 'Why, in the words of the reviewer; NULL when none was given.';
COMMENT ON COLUMN verdicts.given_at IS 'When it was judged, UTC.';
COMMENT ON COLUMN verdicts.code_version IS 'The version of the code whose finding was judged.';
COMMENT ON COLUMN verdicts.kind IS 'The kind of the conflict as it was judged; see conflicts.kind.';
COMMENT ON COLUMN verdicts.discrepancy_id IS 'The matter in which it was judged, as it was called then.';
COMMENT ON COLUMN verdicts.article_a IS 'Article of the first judged passage.';
COMMENT ON COLUMN verdicts.quote_a IS 'The words of the first judged passage; NULL when only its key was given.';
COMMENT ON COLUMN verdicts.article_b IS 'Article of the second judged passage.';
COMMENT ON COLUMN verdicts.quote_b IS 'The words of the second judged passage.';
COMMENT ON COLUMN verdicts.stale IS 'Whether the latest legible text of one of the articles no longer has the judged words.';
