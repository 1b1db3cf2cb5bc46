-- Invariant 1: every quote is the text of its version at its offsets (code points).
SELECT 'claim', c.claim_id, 'its quote is not the text at its offsets'
FROM core.claim AS c LEFT JOIN core.article_version AS v USING (article_id, version)
WHERE v.text IS NULL OR c.start_char < 0 OR c.end_char <= c.start_char
    OR substring(v.text, c.start_char + 1, c.end_char - c.start_char) <> c.quote
