SELECT c.article_id, c.version, c.outlet, c.speaker, c.quote, c.start_char, c.end_char, v.text, v.text_sha256
FROM core.claim_place AS c LEFT JOIN core.article_version AS v USING (article_id, version)
WHERE c.claim_id = $id
