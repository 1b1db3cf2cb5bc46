-- Versions of an article count from 1 without a gap, and no text has two.
SELECT 'article', article_id, 'its versions do not count its different texts from 1'
FROM core.article_version
GROUP BY article_id
HAVING min(version) <> 1 OR max(version) <> count(*) OR count(DISTINCT version) <> count(*)
    OR count(DISTINCT coalesce(text_sha256, '')) <> count(*)
