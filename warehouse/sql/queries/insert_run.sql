-- The run as it now stands; when it first started is kept.
INSERT INTO out.run BY NAME
SELECT * EXCLUDE (ordinal), coalesce($first_started_at, started_at) AS first_started_at
FROM incoming
