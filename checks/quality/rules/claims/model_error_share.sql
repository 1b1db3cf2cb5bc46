-- The share of readable articles in which the code failed while it looked for claims, and those; NULL when there are none.
SELECT
    count(DISTINCT analysis_errors.article_id) / nullif(count(DISTINCT articles.article_id), 0) AS value,
    list(DISTINCT analysis_errors.article_id ORDER BY analysis_errors.article_id) FILTER (
        WHERE analysis_errors.article_id IS NOT NULL
    ) AS ids
FROM articles
LEFT JOIN runs ON runs.run_id = $run_id
LEFT JOIN analysis_errors ON analysis_errors.article_id = articles.article_id
    AND analysis_errors.version = articles.version AND analysis_errors.code_version = runs.code_version
WHERE articles.is_latest IS NOT FALSE AND articles.status = 'ok'
