-- The findings of this run become the current ones, unless they are already.
INSERT INTO out.run_event BY NAME
SELECT coalesce(max(run_seq), 0) + 1 AS run_seq, $run_id AS run_id, $now AS recorded_at
FROM out.run_event
HAVING arg_max(run_id, run_seq) IS DISTINCT FROM $run_id
