INSERT INTO core.analysis BY NAME
SELECT article_id, version, $code_version AS code_version, $now AS recorded_at,
    (SELECT coalesce(max(analysis_seq), 0) FROM core.analysis) + ordinal + 1 AS analysis_seq
FROM incoming ANTI JOIN (FROM core.analysis WHERE code_version = $code_version) USING (article_id, version)
QUALIFY row_number() OVER (PARTITION BY article_id, version ORDER BY ordinal) = 1
ORDER BY ordinal
