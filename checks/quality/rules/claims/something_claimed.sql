-- How many claims the run has.
SELECT count(*) AS value FROM claims
