-- Invariant 1: claims of this batch whose quote is not the text at its offsets (or whose text is not there).
SELECT claim_id
FROM incoming LEFT JOIN core.article_version AS v USING (article_id, version)
WHERE v.text IS NULL OR start_char < 0 OR end_char <= start_char
    OR substring(v.text, start_char + 1, end_char - start_char) <> quote
ORDER BY claim_id
