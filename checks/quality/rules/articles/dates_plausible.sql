-- Articles published before there was news on the web, or after their capture. Two days of grace: dates are given in
-- local time, and weekly papers date an article to the issue that is about to appear.
SELECT
    articles.article_id AS id,
    'published ' || articles.published_at || coalesce(', captured ' || captures.captured_at, '') AS detail
FROM articles
LEFT JOIN captures ON captures.capture_id = articles.capture_id
WHERE articles.published_at < TIMESTAMP '1990-01-01'
   OR articles.published_at > captures.captured_at + INTERVAL 2 DAY
ORDER BY id, articles.version
