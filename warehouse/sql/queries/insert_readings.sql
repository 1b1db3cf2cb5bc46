-- What a capture said about the article; the same words again add nothing.
INSERT INTO core.article_reading BY NAME
SELECT reading_id, article_id, version, url, outlet, title, author, published_at, published_on, language, status, reason,
    capture_id, modified_at, published_precision, published_zone, section, source_url, agency, (SELECT coalesce(max(reading_seq), 0) FROM core.article_reading) + ordinal + 1 AS reading_seq
FROM incoming ANTI JOIN core.article_reading USING (reading_id)
QUALIFY row_number() OVER (PARTITION BY reading_id ORDER BY ordinal) = 1
ORDER BY ordinal
