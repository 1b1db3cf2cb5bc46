-- Latest versions in which the code failed while it looked for claims.
SELECT articles.article_id AS id, analysis_errors.error || ': ' || articles.url AS detail
FROM articles
JOIN analysis_errors ON analysis_errors.article_id = articles.article_id AND analysis_errors.version = articles.version
JOIN runs ON runs.run_id = $run_id AND runs.code_version = analysis_errors.code_version
WHERE articles.is_latest IS NOT FALSE
ORDER BY id
