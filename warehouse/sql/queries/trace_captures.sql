SELECT DISTINCT capture_id FROM core.article_reading WHERE article_id || '@' || version = $id ORDER BY capture_id
