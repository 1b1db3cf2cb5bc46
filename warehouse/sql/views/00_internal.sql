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

-- The run whose findings are the current ones.
CREATE OR REPLACE VIEW out.current_run AS
SELECT run_seq, run_id FROM out.run_event ORDER BY run_seq DESC LIMIT 1;

-- A text with every run of white space as one space: what two wrappings of the same words have in common.
CREATE OR REPLACE MACRO core.squashed(words) AS regexp_replace(words, '\s+', ' ', 'g');
