-- Conflicts of which a claim is not among the claims. Resolved ones are history: newer code may not have their claims.
SELECT
    conflicts.conflict_id AS id,
    concat_ws(
        ' and ',
        CASE WHEN a.claim_id IS NULL THEN 'claim_a ' || coalesce(conflicts.claim_a, 'not named') END,
        CASE WHEN b.claim_id IS NULL THEN 'claim_b ' || coalesce(conflicts.claim_b, 'not named') END
    ) AS detail
FROM conflicts
LEFT JOIN claims AS a ON a.claim_id = conflicts.claim_a
LEFT JOIN claims AS b ON b.claim_id = conflicts.claim_b
WHERE (a.claim_id IS NULL OR b.claim_id IS NULL) AND conflicts.status IS DISTINCT FROM 'resolved'
ORDER BY id
