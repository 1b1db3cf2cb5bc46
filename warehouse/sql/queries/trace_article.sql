SELECT url, outlet, title, status, text, text_sha256 FROM articles WHERE article_id || '@' || version = $id
