-- The share of claims with a speaker; NULL below 20 claims, where a share says little.
SELECT CASE WHEN count(*) >= 20 THEN count(*) FILTER (WHERE speech <> 'author') / count(*) END AS value
FROM claims
