-- For each pair of this batch the articles and words of both sides; NULL where a claim is not stored.
WITH place AS (
    SELECT claim_id, any_value(article_id) AS article_id, any_value(quote) AS quote
    FROM core.claim
    SEMI JOIN (SELECT claim_a AS claim_id FROM incoming UNION SELECT claim_b FROM incoming) AS named USING (claim_id)
    GROUP BY claim_id
)
SELECT incoming.ordinal, a.article_id, a.quote, b.article_id, b.quote
FROM incoming
LEFT JOIN place AS a ON a.claim_id = incoming.claim_a
LEFT JOIN place AS b ON b.claim_id = incoming.claim_b
ORDER BY incoming.ordinal
