-- Sources that answered less than half as often as usual: the median of their last five good runs, from three on.
SELECT source AS id, answered || ' answers, usually ' || usual AS detail
FROM (
    SELECT now.source, now.answered, median(before.answered) AS usual
    FROM run_sources AS now
    JOIN (
        SELECT s.source, s.answered
        FROM run_sources AS s JOIN runs AS r ON r.run_id = s.run_id AND r.gate = 'passed'
        WHERE s.run_id <> $run_id
        QUALIFY row_number() OVER (PARTITION BY s.source ORDER BY r.run_seq DESC) <= 5
    ) AS before ON before.source = now.source
    WHERE now.run_id = $run_id
    GROUP BY now.source, now.answered
    HAVING count(*) >= 3
)
WHERE answered < usual / 2
ORDER BY id
