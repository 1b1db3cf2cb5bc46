-- Texts without a hash, or with the hash of another text.
SELECT article_id AS id, 'version ' || version || ' of ' || url AS detail
FROM articles
WHERE text IS NOT NULL AND text_sha256 IS DISTINCT FROM sha256(text)
ORDER BY id, version
