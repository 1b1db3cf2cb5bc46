-- Articles that could be read, against the median of the last five good runs; NULL before there are three.
SELECT (SELECT max(articles) FROM runs WHERE run_id = $run_id) / nullif(usual, 0) AS value
FROM (
    SELECT CASE WHEN count(*) >= 3 THEN median(articles) END AS usual
    FROM (
        SELECT articles FROM runs WHERE run_id <> $run_id AND gate = 'passed' ORDER BY run_seq DESC LIMIT 5
    )
)
