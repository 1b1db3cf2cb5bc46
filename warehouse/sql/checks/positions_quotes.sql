-- A position that quotes a claim has its words.
SELECT 'position', p.question_id || ' ' || p.article_id, 'its quote is not the quote of claim ' || p.claim_id
FROM out.position AS p LEFT JOIN core.claim_place AS c USING (claim_id)
WHERE p.claim_id IS NOT NULL AND p.quote IS DISTINCT FROM c.quote
