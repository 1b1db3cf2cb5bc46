-- For each pair of this batch the articles and words of both sides; NULL where a claim is not stored.
SELECT incoming.ordinal, a.article_id, a.quote, b.article_id, b.quote
FROM incoming
LEFT JOIN core.claim_place AS a ON a.claim_id = incoming.claim_a
LEFT JOIN core.claim_place AS b ON b.claim_id = incoming.claim_b
ORDER BY incoming.ordinal
