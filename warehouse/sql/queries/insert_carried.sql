INSERT INTO out.carried BY NAME
SELECT i.passage_key, i.kind, coalesce(known.same_as, i.same_as) AS same_as
FROM (SELECT * EXCLUDE (ordinal) FROM incoming) AS i
LEFT JOIN out.carried AS known ON known.passage_key = i.same_as AND known.kind = i.kind
ANTI JOIN out.carried AS had ON had.passage_key = i.passage_key AND had.kind = i.kind
ORDER BY ALL
