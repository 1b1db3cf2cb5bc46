-- Claims whose quote is not the text between its offsets (Unicode code points, end exclusive). An empty quote is none.
SELECT claims.claim_id AS id, claims.start_char || '–' || claims.end_char || ' of ' || claims.url AS detail
FROM claims
JOIN articles ON articles.article_id = claims.article_id AND articles.version = claims.version
WHERE claims.start_char IS NULL
   OR claims.start_char < 0
   OR claims.end_char IS NULL
   OR claims.end_char <= claims.start_char
   OR substring(articles.text, claims.start_char + 1, claims.end_char - claims.start_char)
      IS DISTINCT FROM claims.quote
ORDER BY id
