-- What a run asked for or rests on, as the view has it: doubles and rows without an id too, so that they can be told.
SELECT captures.* REPLACE (CASE WHEN wanted.asked THEN $run_id ELSE captures.run_id END AS run_id)
FROM captures LEFT JOIN wanted USING (capture_id)
WHERE wanted.capture_id IS NOT NULL OR captures.capture_id IS NULL
ORDER BY captures.capture_id, captures.requested_url
