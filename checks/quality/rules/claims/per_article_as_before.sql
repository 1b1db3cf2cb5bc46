-- Claims for each article, against the median of the last five good runs; NULL before there are three.
SELECT (SELECT max(claims / nullif(articles, 0)) FROM runs WHERE run_id = $run_id) / nullif(usual, 0) AS value
FROM (
    SELECT CASE WHEN count(*) >= 3 THEN median(claims / nullif(articles, 0)) END AS usual
    FROM (
        SELECT claims, articles FROM runs WHERE run_id <> $run_id AND gate = 'passed' ORDER BY run_seq DESC LIMIT 5
    )
)
