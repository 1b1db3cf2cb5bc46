-- The latest version of each article; listed twice when the warehouse has it twice.
SELECT articles.*
FROM articles
SEMI JOIN (SELECT article_id, version FROM articles WHERE is_latest) AS latest
    ON latest.article_id = articles.article_id AND latest.version = articles.version
ORDER BY articles.article_id, articles.version, articles.is_latest DESC
