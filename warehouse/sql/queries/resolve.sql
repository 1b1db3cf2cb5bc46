-- What ids begin with the wanted text; an article alone stands for its latest version.
SELECT DISTINCT kind, id FROM (
    SELECT 'discrepancy' AS kind, discrepancy_id AS id, discrepancy_id AS name FROM out.discrepancy
    UNION ALL
    SELECT 'conflict', conflict_id, conflict_id FROM out.conflict
    UNION ALL
    SELECT 'claim', claim_id, claim_id FROM core.claim
    UNION ALL
    SELECT 'article', article_id || '@' || version, article_id || '@' || version FROM core.article_version
    UNION ALL
    SELECT 'capture', capture_id, capture_id FROM raw.capture
)
WHERE starts_with(name, $wanted)
    AND (kind <> 'article' OR contains($wanted, '@') OR id IN (
        SELECT article_id || '@' || version FROM articles WHERE is_latest
    ))
ORDER BY id
