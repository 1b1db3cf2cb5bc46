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

-- The runs whose findings stand as of moment t, numbered without gaps. A run that failed its gate never takes the place of
-- one that passed, and one that was never judged to the end (a crash) stands only while it is the newest. A run that was
-- reported as passed keeps its place when the same run fails later: reports/last-good shows that very report.
CREATE OR REPLACE MACRO out.standing_as_of(t) AS TABLE
WITH event AS (
    SELECT run_seq, run_id, recorded_at FROM out.run_event WHERE recorded_at <= CAST(t AS TIMESTAMP)
), reported AS (
    -- What was reported of a run since it came to its place in the sequence; homes of before have no reports.
    SELECT e.run_seq, bool_or(p.gate = 'passed') AS passed
    FROM event AS e JOIN out.report AS p ON p.run_id = e.run_id
        AND p.recorded_at >= e.recorded_at AND p.recorded_at <= CAST(t AS TIMESTAMP)
    GROUP BY e.run_seq
), judged AS (
    SELECT e.*, coalesce(p.passed, r.gate = 'passed', FALSE) AS passed, coalesce(r.gate, 'running') = 'running' AS open
    FROM event AS e LEFT JOIN out.run AS r USING (run_id) LEFT JOIN reported AS p USING (run_seq)
), placed AS (
    SELECT *, max(run_seq) OVER () AS newest,
        coalesce(bool_or(passed) OVER (
            ORDER BY run_seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), FALSE) AS after_passed
    FROM judged
), kept AS (
    SELECT run_seq, run_id, recorded_at
    FROM placed
    WHERE passed OR (open AND run_seq = newest) OR NOT after_passed
    QUALIFY run_id IS DISTINCT FROM lag(run_id) OVER (ORDER BY run_seq)
)
SELECT row_number() OVER (ORDER BY run_seq) AS run_seq, run_id, recorded_at FROM kept;

-- The runs whose findings stand today.
CREATE OR REPLACE VIEW out.standing_run AS
SELECT run_seq, run_id, recorded_at FROM out.standing_as_of(TIMESTAMP '9999-12-31');

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
