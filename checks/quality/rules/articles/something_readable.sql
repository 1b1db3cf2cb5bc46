-- How many articles could be read in their latest version.
SELECT count(*) AS value FROM articles WHERE is_latest IS NOT FALSE AND status = 'ok'
