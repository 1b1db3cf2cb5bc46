CREATE OR REPLACE VIEW lineage AS
SELECT DISTINCT discrepancy_id AS id, 'discrepancy' AS kind, conflict_id AS parent_id, 'conflict' AS parent_kind
FROM out.conflict
WHERE relation = 'conflict'
UNION ALL
SELECT DISTINCT conflict_id, 'conflict', unnest([claim_a, claim_b]), 'claim' FROM out.conflict
UNION ALL
SELECT DISTINCT claim_id, 'claim', article_id || '@' || version, 'article' FROM core.claim
UNION ALL
SELECT DISTINCT article_id || '@' || version, 'article', capture_id, 'capture' FROM core.article_reading;

COMMENT ON VIEW lineage IS 'id was made from parent_id: discrepancy from conflict from claim from article version from capture.';
COMMENT ON COLUMN lineage.id IS 'What was made; an article version is written article_id@version.';
COMMENT ON COLUMN lineage.kind IS 'discrepancy, conflict, claim or article.';
COMMENT ON COLUMN lineage.parent_id IS 'What it was made from.';
COMMENT ON COLUMN lineage.parent_kind IS 'conflict, claim, article or capture.';
