-- The ledger keeps the judged passages themselves, and which new passages stand for passages known before.
ALTER TABLE out.verdict ADD COLUMN kind VARCHAR;
ALTER TABLE out.verdict ADD COLUMN discrepancy_id VARCHAR;
ALTER TABLE out.verdict ADD COLUMN article_a VARCHAR;
ALTER TABLE out.verdict ADD COLUMN quote_a VARCHAR;
ALTER TABLE out.verdict ADD COLUMN article_b VARCHAR;
ALTER TABLE out.verdict ADD COLUMN quote_b VARCHAR;

UPDATE out.verdict AS v
SET kind = f.kind, discrepancy_id = f.discrepancy_id,
    article_a = f.article_a, quote_a = f.quote_a, article_b = f.article_b, quote_b = f.quote_b
FROM (
    SELECT c.passage_key, any_value(c.kind) AS kind, any_value(c.discrepancy_id) AS discrepancy_id,
        any_value(a.article_id) AS article_a, any_value(a.quote) AS quote_a,
        any_value(b.article_id) AS article_b, any_value(b.quote) AS quote_b
    FROM out.conflict AS c
    JOIN core.claim AS a ON a.claim_id = c.claim_a
    JOIN core.claim AS b ON b.claim_id = c.claim_b
    GROUP BY c.passage_key
) AS f
WHERE f.passage_key = v.passage_key;

CREATE TABLE out.carried (
    passage_key VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    same_as VARCHAR NOT NULL
);
