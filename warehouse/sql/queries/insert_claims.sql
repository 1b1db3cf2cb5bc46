-- Claims of versions that this code has not analysed before: what it said of others stands.
INSERT INTO core.claim BY NAME
SELECT * EXCLUDE (ordinal), $code_version AS code_version
FROM incoming ANTI JOIN (FROM core.analysis WHERE code_version = $code_version) USING (article_id, version)
QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY ordinal) = 1
ORDER BY ordinal
