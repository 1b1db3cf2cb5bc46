CREATE OR REPLACE VIEW articles AS
WITH reading AS (
    -- The latest word on title, date and status: of the capture last seen, as last read.
    SELECT r.*
    FROM core.article_reading AS r JOIN core.version_seen AS s USING (article_id, version, capture_id)
    QUALIFY row_number() OVER (
        PARTITION BY r.article_id, r.version ORDER BY s.run_moment DESC NULLS LAST, r.capture_id, r.reading_seq DESC
    ) = 1
), seen AS (
    SELECT article_id, version, min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at,
        max(run_moment) AS run_moment
    FROM core.version_seen
    GROUP BY article_id, version
)
SELECT v.article_id, v.version, r.url, r.outlet, r.title, r.author, r.published_at, r.language, v.text, v.text_sha256,
    r.status, r.capture_id, s.first_seen_at, s.last_seen_at,
    -- A text that comes back is the latest again; of two seen in one run, one with words goes first.
    row_number() OVER (
        PARTITION BY v.article_id ORDER BY s.run_moment DESC NULLS LAST, v.text IS NOT NULL DESC, v.version DESC
    ) = 1 AS is_latest,
    r.published_on, r.reason, o.origin_id, o.why AS origin_why, r.modified_at, r.published_precision, r.published_zone,
    r.section, r.source_url, r.agency
FROM core.article_version AS v JOIN reading AS r USING (article_id, version) JOIN seen AS s USING (article_id, version)
LEFT JOIN core.latest_origin AS o USING (article_id, version);

COMMENT ON VIEW articles IS 'One row for each different text (version) seen under the address of an article.';
COMMENT ON COLUMN articles.article_id IS 'Hash of the canonical address: one article over all its versions.';
COMMENT ON COLUMN articles.version IS 'Counts from 1 the different texts seen under this address; immutable.';
COMMENT ON COLUMN articles.url IS 'Canonical address of the article; a local file has a file:// URL.';
COMMENT ON COLUMN articles.outlet IS 'Who published it: site name or host, or the name of the folder or file.';
COMMENT ON COLUMN articles.title IS 'Headline as last read; NULL when none was found.';
COMMENT ON COLUMN articles.author IS 'Byline as last read; NULL when none was found.';
COMMENT ON COLUMN articles.published_at IS 'Moment of publication, UTC; NULL when not told.';
COMMENT ON COLUMN articles.language IS 'Language code of the text; NULL when unknown.';
COMMENT ON COLUMN articles.text IS 'The text of this version; offsets count its Unicode code points. NULL when nothing was read.';
COMMENT ON COLUMN articles.text_sha256 IS 'Hex SHA-256 of the text in UTF-8; NULL when there is no text.';
COMMENT ON COLUMN articles.status IS 'ok, consent_wall, paywall, truncated, not_an_article or unreadable.';
COMMENT ON COLUMN articles.capture_id IS 'The capture whose reading this row shows; lineage lists all.';
COMMENT ON COLUMN articles.first_seen_at IS 'When this version was first seen, UTC.';
COMMENT ON COLUMN articles.last_seen_at IS 'When this version was last seen, UTC.';
COMMENT ON COLUMN articles.is_latest IS 'TRUE for the version that the last run to see this article saw.';
COMMENT ON COLUMN articles.published_on IS 'Date of publication as the outlet wrote it, in its own time zone.';
COMMENT ON COLUMN articles.reason IS 'Why status is not ok; NULL when it is.';
COMMENT ON COLUMN articles.origin_id IS 'The same for copies of one story, such as an agency''s text in several outlets; NULL before origins were looked for.';
COMMENT ON COLUMN articles.origin_why IS 'Why it is taken for a copy, and of what; NULL for a text of its own.';
COMMENT ON COLUMN articles.modified_at IS 'Moment of the last change as the page gives it, UTC; NULL when not told.';
COMMENT ON COLUMN articles.published_precision IS 'How exact published_at is: second, minute or day; NULL when not told.';
COMMENT ON COLUMN articles.published_zone IS 'Offset of published_at as written, such as +02:00; NULL when not told (then UTC is assumed).';
COMMENT ON COLUMN articles.section IS 'Section of the outlet, such as World; NULL when not told.';
COMMENT ON COLUMN articles.source_url IS 'Address of the original on another site, as the page names it; NULL when it names none.';
COMMENT ON COLUMN articles.agency IS 'News agency that the page credits, or the source that the feed credits which listed it; NULL when none.';
