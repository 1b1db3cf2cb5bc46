-- Every text has its SHA-256, and versions without text have none.
SELECT 'article', article_id || '@' || version, 'its text does not have its SHA-256'
FROM core.article_version
WHERE CASE WHEN text IS NULL THEN text_sha256 IS NOT NULL ELSE sha256(text) IS DISTINCT FROM text_sha256 END
