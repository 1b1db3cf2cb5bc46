-- One code finds a claim once, in a version that it analysed.
SELECT 'claim', claim_id, 'it is stored twice for code ' || code_version
FROM core.claim GROUP BY claim_id, code_version HAVING count(*) > 1
UNION ALL
SELECT 'claim', claim_id, 'no analysis gave it' FROM core.claim ANTI JOIN core.analysis USING (article_id, version, code_version)
