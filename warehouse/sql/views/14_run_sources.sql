CREATE OR REPLACE VIEW run_sources AS
SELECT run_id, source, coalesce(s.asked, 0) AS asked, coalesce(s.answered, 0) AS answered, b.min_articles, b.max_articles
FROM (
    SELECT s.run_id, c.source, count(DISTINCT s.capture_id) AS asked,
        count(DISTINCT s.capture_id) FILTER (c.error IS NULL) AS answered
    FROM raw.sighting AS s JOIN raw.capture AS c USING (capture_id)
    GROUP BY s.run_id, c.source
) AS s FULL JOIN raw.source_bound AS b USING (run_id, source);

COMMENT ON VIEW run_sources IS 'In run run_id, source was asked so often, answered so often, and should give so many articles.';
COMMENT ON COLUMN run_sources.run_id IS 'The run.';
COMMENT ON COLUMN run_sources.source IS 'The source; see captures.source.';
COMMENT ON COLUMN run_sources.asked IS 'Number of different answers and errors of this source, its feeds included.';
COMMENT ON COLUMN run_sources.answered IS 'Number of those that brought bytes.';
COMMENT ON COLUMN run_sources.min_articles IS 'How many readable articles it should give at least; NULL when not told.';
COMMENT ON COLUMN run_sources.max_articles IS 'How many it should give at most; NULL when not told.';
