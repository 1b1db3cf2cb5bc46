-- Findings whose two passages are one, or overlap in one version of one article.
SELECT conflicts.conflict_id AS id, 'passage ' || a.start_char || '–' || a.end_char || ' of ' || a.url AS detail
FROM conflicts
JOIN claims AS a ON a.claim_id = conflicts.claim_a
JOIN claims AS b ON b.claim_id = conflicts.claim_b
WHERE conflicts.relation = 'conflict'
  AND (
      a.claim_id = b.claim_id
      OR (
          a.article_id = b.article_id
          AND a.version = b.version
          AND a.start_char < b.end_char
          AND b.start_char < a.end_char
      )
  )
ORDER BY id
