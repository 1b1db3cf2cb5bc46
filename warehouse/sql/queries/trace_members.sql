SELECT conflict_id FROM conflicts WHERE discrepancy_id = $id AND relation = 'conflict' ORDER BY score DESC, conflict_id
