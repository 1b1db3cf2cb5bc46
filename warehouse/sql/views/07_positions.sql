CREATE OR REPLACE VIEW positions AS
SELECT p.question_id, p.question, p.outlet, p.article_id, p.position, p.state, p.claim_id, p.quote
FROM out.position AS p JOIN out.current_run USING (run_id);

COMMENT ON VIEW positions IS 'On question, outlet takes position in the words of quote; or is silent, or could not be read. Last run.';
COMMENT ON COLUMN positions.question_id IS 'Id of a discrepancy or of a standing question.';
COMMENT ON COLUMN positions.question IS 'The question.';
COMMENT ON COLUMN positions.outlet IS 'Who published the article.';
COMMENT ON COLUMN positions.article_id IS 'The article; see articles.';
COMMENT ON COLUMN positions.position IS 'The answer the article gives; NULL when it gives none.';
COMMENT ON COLUMN positions.state IS 'states, contradicts, silent or unreadable.';
COMMENT ON COLUMN positions.claim_id IS 'The claim that gives the answer; NULL when silent or unreadable.';
COMMENT ON COLUMN positions.quote IS 'Its exact words; NULL when silent or unreadable.';
