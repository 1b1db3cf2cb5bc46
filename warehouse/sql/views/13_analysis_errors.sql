CREATE OR REPLACE VIEW analysis_errors AS
SELECT DISTINCT e.article_id, e.version, e.code_version, e.error, min(e.recorded_at) AS recorded_at
FROM core.analysis_error AS e ANTI JOIN core.analysis AS a USING (article_id, version, code_version)
GROUP BY ALL;

COMMENT ON VIEW analysis_errors IS 'Code code_version could not look for claims in this article version: silence of it means nothing.';
COMMENT ON COLUMN analysis_errors.article_id IS 'The article; see articles.';
COMMENT ON COLUMN analysis_errors.version IS 'The version of the article.';
COMMENT ON COLUMN analysis_errors.code_version IS 'The version of the code that failed.';
COMMENT ON COLUMN analysis_errors.error IS 'What went wrong, in one line.';
COMMENT ON COLUMN analysis_errors.recorded_at IS 'When it first went wrong, UTC.';
