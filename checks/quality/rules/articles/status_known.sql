-- Articles with a reading status that nobody knows.
SELECT article_id AS id, 'status: ' || status AS detail
FROM articles
WHERE status NOT IN ('ok', 'consent_wall', 'paywall', 'truncated', 'not_an_article', 'unreadable')
ORDER BY id, detail
