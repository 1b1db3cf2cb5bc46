-- A pair is known by the content of its passages and its kind, not by its id: new claim ids, a new text around the same
-- words, or code that cuts a quote otherwise (out.carried) make no new pair.
CREATE OR REPLACE MACRO conflicts_as_of(t) AS TABLE
WITH event AS (
    SELECT run_seq, run_id FROM out.standing_as_of(t)
), current AS (
    SELECT max(run_seq) AS run_seq FROM event
), found AS (
    SELECT e.run_seq, c.*, coalesce(k.same_as, c.passage_key) AS stands_for
    FROM out.conflict AS c
    JOIN event AS e USING (run_id)
    LEFT JOIN out.carried AS k ON k.passage_key = c.passage_key AND k.kind = c.kind
), history AS (
    SELECT conflict_id, any_value(kind) AS kind, arg_max(stands_for, run_seq) AS stands_for, max(run_seq) AS last_seq
    FROM found
    GROUP BY conflict_id
), pair AS (
    SELECT stands_for, kind, min(run_seq) AS first_seq, arg_min(run_id, run_seq) AS first_run, max(run_seq) AS last_seq
    FROM found
    GROUP BY stands_for, kind
), before AS (
    SELECT stands_for, kind, conflict_id, relation, level, why, score
    FROM found
    WHERE run_seq = (SELECT run_seq FROM current) - 1
), family AS (
    -- The keys whose verdicts speak of a pair: what it stands for, what stands for the same, what stands for it.
    SELECT passage_key, same_as AS member FROM out.carried
    UNION
    SELECT same_as, passage_key FROM out.carried
    UNION
    SELECT k.passage_key, other.passage_key FROM out.carried AS k JOIN out.carried AS other USING (same_as, kind)
), ledger AS (
    SELECT passage_key, verdict_id, verdict, reviewer, given_at
    FROM out.verdict
    WHERE given_at <= CAST(t AS TIMESTAMP)
    UNION
    SELECT f.passage_key, v.verdict_id, v.verdict, v.reviewer, v.given_at
    FROM family AS f
    JOIN out.verdict AS v ON v.passage_key = f.member
    WHERE v.given_at <= CAST(t AS TIMESTAMP)
), last_word AS (
    SELECT passage_key, reviewer, arg_max(verdict, (given_at, verdict_id)) AS verdict,
        max((given_at, verdict_id)) AS spoken
    FROM ledger
    GROUP BY passage_key, reviewer
), judged AS (
    SELECT passage_key, arg_max(verdict, spoken) AS verdict
    FROM last_word
    WHERE verdict <> 'withdrawn'
    GROUP BY passage_key
), legible AS (
    SELECT article_id, has_text FROM core.latest_as_of(t)
), place AS (
    -- As core.claim_place has it, but of the claims that are found to stand in a conflict alone: few of all that there are.
    SELECT claim_id, any_value(article_id) AS article_id, any_value(version) AS version, max(url) AS url,
        max(outlet) AS outlet, any_value(speaker) AS speaker, any_value(quote) AS quote,
        any_value(start_char) AS start_char, any_value(end_char) AS end_char
    FROM core.claim
    SEMI JOIN (SELECT claim_a AS claim_id FROM found UNION SELECT claim_b FROM found) AS named USING (claim_id)
    GROUP BY claim_id
)
SELECT f.conflict_id, f.discrepancy_id, f.kind, f.relation, f.level, f.score,
    f.claim_a, a.article_id AS article_a, a.url AS url_a, a.outlet AS outlet_a, a.speaker AS speaker_a,
    a.quote AS quote_a, a.start_char AS start_a, a.end_char AS end_a,
    f.claim_b, b.article_id AS article_b, b.url AS url_b, b.outlet AS outlet_b, b.speaker AS speaker_b,
    b.quote AS quote_b, b.start_char AS start_b, b.end_char AS end_b,
    f.why, f.rule,
    CASE
        WHEN h.last_seq < current.run_seq THEN 'resolved'
        WHEN pair.first_seq = current.run_seq THEN 'new'
        WHEN p.conflict_id IS NULL THEN 'reopened'
        WHEN p.relation <> f.relation OR p.level <> f.level OR p.why <> f.why OR abs(p.score - f.score) >= 0.1 THEN 'changed'
        ELSE 'persisting'
    END AS status,
    j.verdict, pair.first_run, f.run_id AS last_run,
    a.version AS version_a, b.version AS version_b, f.passage_key,
    coalesce(la.has_text, FALSE) AND coalesce(lb.has_text, FALSE) AS both_legible, f.model
FROM history AS h
CROSS JOIN current
-- What lives on under another id is not told twice.
JOIN pair ON pair.stands_for = h.stands_for AND pair.kind = h.kind AND pair.last_seq = h.last_seq
JOIN found AS f ON f.conflict_id = h.conflict_id AND f.run_seq = h.last_seq
LEFT JOIN before AS p ON p.stands_for = h.stands_for AND p.kind = h.kind
LEFT JOIN place AS a ON a.claim_id = f.claim_a
LEFT JOIN place AS b ON b.claim_id = f.claim_b
LEFT JOIN judged AS j ON j.passage_key = f.passage_key
LEFT JOIN legible AS la ON la.article_id = a.article_id
LEFT JOIN legible AS lb ON lb.article_id = b.article_id
-- The pair of the run before is the one of the same id, else of the nearest score.
QUALIFY row_number() OVER (
    PARTITION BY f.conflict_id ORDER BY p.conflict_id = f.conflict_id DESC, abs(p.score - f.score), p.conflict_id
) = 1;

COMMENT ON MACRO TABLE conflicts_as_of IS
    'The conflicts as the warehouse had them at moment t (UTC; recorded time): the columns of conflicts.';

CREATE OR REPLACE VIEW conflicts AS
SELECT conflict_id, discrepancy_id, kind, relation, level, score, claim_a, article_a, url_a, outlet_a, speaker_a, quote_a,
    start_a, end_a, claim_b, article_b, url_b, outlet_b, speaker_b, quote_b, start_b, end_b, why, rule, status, verdict,
    first_run, last_run, version_a, version_b, passage_key, both_legible, model
FROM conflicts_as_of(TIMESTAMP '9999-12-31');

COMMENT ON VIEW conflicts IS
    'Claims a and b stand in relation over one matter, because why: each pair once, as the last run that had it found it.';
COMMENT ON COLUMN conflicts.conflict_id IS 'Hash of the kind and the two claims, in either order.';
COMMENT ON COLUMN conflicts.discrepancy_id IS 'The matter it belongs to; see discrepancies.';
COMMENT ON COLUMN conflicts.kind IS
    'number, date, negation, outcome, attribution, assessment, silence, cause, identity or wording.';
COMMENT ON COLUMN conflicts.relation IS
    'conflict (a finding), or why it only looks like one: update, rounding, scope, estimate, reported_denial, forecast, same_origin.';
COMMENT ON COLUMN conflicts.level IS
    'Between whom: outlets, speakers, self (one speaker), misattribution, within_article.';
COMMENT ON COLUMN conflicts.score IS 'How sure the engine is, 0 to 1.';
COMMENT ON COLUMN conflicts.claim_a IS 'First claim; see claims.';
COMMENT ON COLUMN conflicts.article_a IS 'Article of the first claim.';
COMMENT ON COLUMN conflicts.url_a IS 'Address of the first article.';
COMMENT ON COLUMN conflicts.outlet_a IS 'Who published the first article.';
COMMENT ON COLUMN conflicts.speaker_a IS 'Who says the first quote; NULL when the article speaks itself.';
COMMENT ON COLUMN conflicts.quote_a IS 'The exact words of the first claim.';
COMMENT ON COLUMN conflicts.start_a IS 'Offset of the first quote in its text version, code points from 0.';
COMMENT ON COLUMN conflicts.end_a IS 'Offset after the first quote.';
COMMENT ON COLUMN conflicts.claim_b IS 'Second claim; see claims.';
COMMENT ON COLUMN conflicts.article_b IS 'Article of the second claim.';
COMMENT ON COLUMN conflicts.url_b IS 'Address of the second article.';
COMMENT ON COLUMN conflicts.outlet_b IS 'Who published the second article.';
COMMENT ON COLUMN conflicts.speaker_b IS 'Who says the second quote; NULL when the article speaks itself.';
COMMENT ON COLUMN conflicts.quote_b IS 'The exact words of the second claim.';
COMMENT ON COLUMN conflicts.start_b IS 'Offset of the second quote in its text version, code points from 0.';
COMMENT ON COLUMN conflicts.end_b IS 'Offset after the second quote.';
COMMENT ON COLUMN conflicts.why IS 'Why the two stand in this relation, as a sentence.';
COMMENT ON COLUMN conflicts.rule IS 'The named rule that decided.';
COMMENT ON COLUMN conflicts.status IS
    'Against the run before, pair of passages by pair of passages: new, persisting, changed (relation, level, why, or score by 0.1), reopened; resolved when the last run has it no more.';
COMMENT ON COLUMN conflicts.verdict IS 'The latest human verdict on these two passages that was not withdrawn; NULL when none.';
COMMENT ON COLUMN conflicts.first_run IS 'The run that first found it.';
COMMENT ON COLUMN conflicts.last_run IS 'The last run that found it.';
COMMENT ON COLUMN conflicts.version_a IS 'Version of the first article whose text the offsets count in.';
COMMENT ON COLUMN conflicts.version_b IS 'Version of the second article whose text the offsets count in.';
COMMENT ON COLUMN conflicts.passage_key IS 'Hash of the two quotes with their articles: what verdicts hold on to.';
COMMENT ON COLUMN conflicts.both_legible IS
    'Whether the latest version of both articles has text: a resolved conflict with FALSE could not be looked at again.';
COMMENT ON COLUMN conflicts.model IS 'Hash of the model that read or judged the two claims; NULL when only rules did.';
