-- Every pair of passages ever found or judged, whatever became of it.
SELECT DISTINCT c.passage_key, c.kind, a.article_id AS article_a, a.quote AS quote_a,
    b.article_id AS article_b, b.quote AS quote_b
FROM out.conflict AS c
JOIN core.claim_place AS a ON a.claim_id = c.claim_a
JOIN core.claim_place AS b ON b.claim_id = c.claim_b
UNION
SELECT passage_key, kind, article_a, quote_a, article_b, quote_b
FROM out.verdict
WHERE kind IS NOT NULL AND quote_a IS NOT NULL AND quote_b IS NOT NULL
ORDER BY ALL
