-- The same error of the same code in the same version is told once.
INSERT INTO core.analysis_error BY NAME
SELECT article_id, version, $code_version AS code_version, error, $now AS recorded_at
FROM incoming ANTI JOIN (FROM core.analysis_error WHERE code_version = $code_version) USING (article_id, version, error)
QUALIFY row_number() OVER (PARTITION BY article_id, version, error ORDER BY ordinal) = 1
ORDER BY ordinal
