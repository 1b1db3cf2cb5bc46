-- The versions already given to the articles of this batch.
SELECT article_id, version, text_sha256
FROM core.article_version SEMI JOIN incoming USING (article_id)
ORDER BY article_id, version
