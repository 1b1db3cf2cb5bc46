-- Every version was read from a capture that is kept, and every reading is of a version that is kept.
SELECT 'article', v.article_id || '@' || v.version, 'no capture gave it'
FROM core.article_version AS v ANTI JOIN core.article_reading USING (article_id, version)
UNION ALL
SELECT 'article', r.article_id || '@' || r.version, 'it was read but its text is not stored'
FROM core.article_reading AS r ANTI JOIN core.article_version USING (article_id, version)
UNION ALL
SELECT 'article', r.article_id || '@' || r.version, 'it was read from capture ' || r.capture_id || ', which is not stored'
FROM core.article_reading AS r ANTI JOIN raw.capture USING (capture_id)
