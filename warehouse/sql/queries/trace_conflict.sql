SELECT kind, relation, why, claim_a, claim_b FROM conflicts WHERE conflict_id = $id
