-- Reported speech without a speaker, or the article's own voice with one.
SELECT claim_id AS id, speech || ' speech, speaker: ' || coalesce(speaker_as_written, speaker, 'none') AS detail
FROM claims
WHERE (speech = 'author') = (speaker IS NOT NULL OR speaker_as_written IS NOT NULL)
ORDER BY id
