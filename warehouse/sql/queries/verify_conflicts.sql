SELECT DISTINCT c.conflict_id, c.passage_key, a.article_id, a.quote, b.article_id, b.quote
FROM out.conflict AS c
LEFT JOIN core.claim_place AS a ON a.claim_id = c.claim_a
LEFT JOIN core.claim_place AS b ON b.claim_id = c.claim_b
