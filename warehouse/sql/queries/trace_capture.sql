SELECT requested_url, final_url, http_status, captured_at, run_id, raw_path, sha256, byte_count, error FROM captures WHERE capture_id = $id
