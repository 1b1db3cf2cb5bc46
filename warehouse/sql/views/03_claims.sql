CREATE OR REPLACE MACRO claims_as_of(t) AS TABLE
WITH newest AS (
    SELECT article_id, version, arg_max(code_version, analysis_seq) AS code_version
    FROM core.analysis
    WHERE recorded_at <= CAST(t AS TIMESTAMP)
    GROUP BY article_id, version
)
SELECT claim_id, article_id, version, url, outlet, quote, start_char, end_char, speaker, speaker_as_written, speech, cue,
    held_by_outlet, polarity, certainty, said_on, event_from, event_to, reading, code_version
FROM core.claim JOIN newest USING (article_id, version, code_version);

COMMENT ON MACRO TABLE claims_as_of IS
    'The claims as the warehouse had them at moment t (UTC; recorded time): the columns of claims without is_latest.';

CREATE OR REPLACE VIEW claims AS
SELECT c.claim_id, c.article_id, c.version, c.url, c.outlet, c.quote, c.start_char, c.end_char, c.speaker,
    c.speaker_as_written, c.speech, c.cue, c.held_by_outlet, c.polarity, c.certainty, c.said_on, c.event_from, c.event_to,
    c.reading, c.code_version, coalesce(a.is_latest, FALSE) AS is_latest
FROM claims_as_of(TIMESTAMP '9999-12-31') AS c LEFT JOIN articles AS a USING (article_id, version);

COMMENT ON VIEW claims IS
    'In this article version, from start_char to end_char, speaker says quote: as the newest code that read it found.';
COMMENT ON COLUMN claims.claim_id IS 'Hash of the article, its text, the place in it and who holds the claim.';
COMMENT ON COLUMN claims.article_id IS 'The article; see articles.';
COMMENT ON COLUMN claims.version IS 'The version of the article whose text the offsets count in.';
COMMENT ON COLUMN claims.url IS 'Canonical address of the article.';
COMMENT ON COLUMN claims.outlet IS 'Who published the article.';
COMMENT ON COLUMN claims.quote IS 'The exact words: substring(text, start_char + 1, end_char - start_char).';
COMMENT ON COLUMN claims.start_char IS 'Offset of the first code point of the quote in the text, from 0.';
COMMENT ON COLUMN claims.end_char IS 'Offset after the last code point of the quote.';
COMMENT ON COLUMN claims.speaker IS 'Who says it, by resolved name; NULL when the article speaks itself.';
COMMENT ON COLUMN claims.speaker_as_written IS 'The words of the article for the speaker; NULL when it speaks itself.';
COMMENT ON COLUMN claims.speech IS 'direct, indirect, mixed, or author when the article speaks itself.';
COMMENT ON COLUMN claims.cue IS 'The words that attribute the claim, such as said or according to; NULL when none.';
COMMENT ON COLUMN claims.held_by_outlet IS 'Whether the outlet itself asserts the claim.';
COMMENT ON COLUMN claims.polarity IS 'affirmed or denied.';
COMMENT ON COLUMN claims.certainty IS 'asserted, hedged, predicted, conditional or desired.';
COMMENT ON COLUMN claims.said_on IS 'The day it was said; NULL when not told.';
COMMENT ON COLUMN claims.event_from IS 'First day of what it tells of; NULL when not told.';
COMMENT ON COLUMN claims.event_to IS 'Last day, inclusive, of what it tells of; NULL when not told.';
COMMENT ON COLUMN claims.reading IS 'The normalized reading as canonical JSON: what the conflict engine compares.';
COMMENT ON COLUMN claims.code_version IS 'The version of the code that found it.';
COMMENT ON COLUMN claims.is_latest IS 'Whether it stands in the latest version of its article.';
