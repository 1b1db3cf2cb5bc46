-- Every pair of passages ever found or judged, whatever became of it.
WITH pair AS (
    SELECT DISTINCT passage_key, kind, claim_a, claim_b FROM out.conflict
), place AS (
    SELECT claim_id, any_value(article_id) AS article_id, any_value(quote) AS quote
    FROM core.claim
    SEMI JOIN (SELECT claim_a AS claim_id FROM pair UNION SELECT claim_b FROM pair) AS named USING (claim_id)
    GROUP BY claim_id
)
SELECT DISTINCT c.passage_key, c.kind, a.article_id AS article_a, a.quote AS quote_a,
    b.article_id AS article_b, b.quote AS quote_b
FROM pair AS c
JOIN place AS a ON a.claim_id = c.claim_a
JOIN place AS b ON b.claim_id = c.claim_b
UNION
SELECT passage_key, kind, article_a, quote_a, article_b, quote_b
FROM out.verdict
WHERE kind IS NOT NULL AND quote_a IS NOT NULL AND quote_b IS NOT NULL
ORDER BY ALL
