-- Articles that share their text with another article.
SELECT article_id AS id, 'one text in ' || copies || ' articles: ' || url AS detail
FROM (
    SELECT article_id, url, text_sha256, count(*) OVER (PARTITION BY text_sha256) AS copies
    FROM articles
    WHERE is_latest IS NOT FALSE AND status = 'ok' AND text_sha256 IS NOT NULL
)
WHERE copies > 1
ORDER BY text_sha256, id
