-- Helpers of the public views; not part of the contract.

-- When a version of an article was seen, and the last moment of the last run that saw it.
CREATE OR REPLACE VIEW core.version_seen AS
WITH run_moment AS (
    SELECT run_id, max(captured_at) AS run_moment FROM raw.sighting GROUP BY run_id
), link AS (
    SELECT DISTINCT article_id, version, capture_id FROM core.article_reading
)
SELECT article_id, version, capture_id, min(captured_at) AS first_seen_at, max(captured_at) AS last_seen_at,
    max(run_moment) AS run_moment
FROM link LEFT JOIN raw.sighting USING (capture_id) LEFT JOIN run_moment USING (run_id)
GROUP BY ALL;

-- Where a claim stands and who holds it: the same whatever code found it, since its id hashes just that.
CREATE OR REPLACE VIEW core.claim_place AS
SELECT claim_id, any_value(article_id) AS article_id, any_value(version) AS version, max(url) AS url,
    max(outlet) AS outlet, any_value(speaker) AS speaker, any_value(quote) AS quote,
    any_value(start_char) AS start_char, any_value(end_char) AS end_char
FROM core.claim
GROUP BY claim_id;

-- The runs whose findings stand, numbered without gaps. A run that failed its gate never takes the place of one that
-- passed, and one that was never judged to the end (a crash) stands only while it is the newest.
CREATE OR REPLACE VIEW out.standing_run AS
WITH event AS (
    SELECT e.run_seq, e.run_id, e.recorded_at, coalesce(r.gate, 'running') AS gate,
        max(e.run_seq) OVER () AS newest,
        coalesce(bool_or(r.gate = 'passed') OVER (
            ORDER BY e.run_seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), FALSE) AS after_passed
    FROM out.run_event AS e LEFT JOIN out.run AS r USING (run_id)
), kept AS (
    SELECT run_seq, run_id, recorded_at
    FROM event
    WHERE gate = 'passed' OR (gate = 'running' AND run_seq = newest) OR NOT after_passed
    QUALIFY run_id IS DISTINCT FROM lag(run_id) OVER (ORDER BY run_seq)
)
SELECT row_number() OVER (ORDER BY run_seq) AS run_seq, run_id, recorded_at FROM kept;

-- The run whose findings are the current ones.
CREATE OR REPLACE VIEW out.current_run AS
SELECT run_seq, run_id FROM out.standing_run ORDER BY run_seq DESC LIMIT 1;

-- A text with every run of white space as one space: what two wrappings of the same words have in common.
CREATE OR REPLACE MACRO core.squashed(words) AS regexp_replace(words, '\s+', ' ', 'g');

-- The version of each article that was the latest at moment t, as the view articles tells it of today, and whether it has
-- text.
CREATE OR REPLACE MACRO core.latest_as_of(t) AS TABLE
WITH sighting AS (
    SELECT capture_id, run_id, max(captured_at) OVER (PARTITION BY run_id) AS run_moment
    FROM raw.sighting
    WHERE captured_at <= CAST(t AS TIMESTAMP)
), seen AS (
    SELECT link.article_id, link.version, max(sighting.run_moment) AS run_moment
    FROM core.article_reading AS link JOIN sighting USING (capture_id)
    GROUP BY link.article_id, link.version
)
SELECT v.article_id, v.version, v.text IS NOT NULL AS has_text
FROM core.article_version AS v LEFT JOIN seen USING (article_id, version)
WHERE v.recorded_at <= CAST(t AS TIMESTAMP)
QUALIFY row_number() OVER (
    PARTITION BY v.article_id ORDER BY seen.run_moment DESC NULLS LAST, v.text IS NOT NULL DESC, v.version DESC
) = 1;
