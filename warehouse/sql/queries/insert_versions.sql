INSERT INTO core.article_version BY NAME
SELECT article_id, version, text, text_sha256, $now AS recorded_at
FROM incoming ANTI JOIN core.article_version USING (article_id, version)
QUALIFY row_number() OVER (PARTITION BY article_id, version ORDER BY ordinal) = 1
ORDER BY ordinal
