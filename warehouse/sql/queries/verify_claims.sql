SELECT c.claim_id, c.article_id, v.text_sha256, c.start_char, c.end_char, c.speaker
FROM core.claim AS c LEFT JOIN core.article_version AS v USING (article_id, version)
