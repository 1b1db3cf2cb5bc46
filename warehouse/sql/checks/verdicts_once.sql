-- A verdict is kept once.
SELECT 'verdict', verdict_id, 'it is stored twice' FROM out.verdict GROUP BY verdict_id HAVING count(*) > 1
