-- The claims of the latest versions, and those of versions that are not there.
SELECT claims.*
FROM claims LEFT JOIN (SELECT DISTINCT article_id, version, TRUE AS there FROM articles) AS known USING (article_id, version)
WHERE claims.is_latest OR known.there IS NULL
ORDER BY claims.claim_id, claims.start_char
