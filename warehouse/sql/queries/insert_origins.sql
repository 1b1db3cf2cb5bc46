-- What an article version goes back to, unless that is what was found last.
INSERT INTO core.article_origin BY NAME
SELECT i.article_id, i.version, i.origin_id, i.why, $now AS recorded_at,
    (SELECT coalesce(max(origin_seq), 0) FROM core.article_origin) + i.ordinal + 1 AS origin_seq
FROM incoming AS i LEFT JOIN core.latest_origin AS o USING (article_id, version)
WHERE o.origin_id IS NULL OR o.origin_id <> i.origin_id OR o.why IS DISTINCT FROM i.why
ORDER BY i.ordinal
