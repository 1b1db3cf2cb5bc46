-- Of each latest version that has claims: who published it, how many there are, and what changes when they do.
SELECT article_id, version, any_value(outlet) AS outlet, count(*) AS claims,
    max(code_version) || ' ' || count(*) || ' ' || bit_xor(hash(claim_id)) AS digest
FROM claims
WHERE is_latest
GROUP BY article_id, version
ORDER BY article_id, version
