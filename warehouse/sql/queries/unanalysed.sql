SELECT incoming.ordinal
FROM incoming ANTI JOIN (FROM core.analysis WHERE code_version = $code_version) USING (article_id, version)
ORDER BY incoming.ordinal
