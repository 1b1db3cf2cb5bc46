-- Claims of successive versions of an article are paired by their words: each with the one most like it, both ways.
CREATE OR REPLACE VIEW claim_changes AS
WITH step AS (
    SELECT b.article_id, a.version AS version_before, b.version AS version_after, a.capture_id AS capture_before,
        b.capture_id AS capture_after, b.url, b.outlet
    FROM articles AS a JOIN articles AS b ON b.article_id = a.article_id AND b.version = a.version + 1
    WHERE a.text IS NOT NULL AND b.text IS NOT NULL
        AND (a.article_id, a.version) IN (SELECT (article_id, version) FROM core.analysis)
        AND (b.article_id, b.version) IN (SELECT (article_id, version) FROM core.analysis)
), worded AS (
    SELECT article_id, version, claim_id, quote, speaker, certainty, held_by_outlet, start_char,
        list_distinct(regexp_extract_all(lower(quote), '[\p{L}\p{N}]+')) AS words
    FROM claims
    WHERE article_id IN (SELECT article_id FROM step)
), said AS (
    SELECT *,
        list_sort(list_concat(
            regexp_extract_all(quote, '\d+(?:[.,:]\d+)*'),
            list_intersect(words, ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven',
                'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'dozen', 'dozens', 'twenty', 'thirty', 'forty', 'fifty', 'hundred', 'hundreds', 'thousand',
                'thousands', 'million', 'millions', 'billion', 'half'])
        )) AS numbers,
        list_intersect(words, ['may', 'might', 'could', 'reportedly', 'allegedly', 'alleged', 'apparently', 'possibly',
            'perhaps', 'suspected', 'believed', 'seems', 'appears', 'likely', 'claims', 'claimed']) AS hedges
    FROM worded
), likeness AS (
    SELECT s.article_id, s.version_before, x.claim_id AS before, y.claim_id AS after,
        2.0 * len(list_intersect(x.words, y.words)) / greatest(1, len(x.words) + len(y.words))
            + CASE WHEN x.speaker IS NOT DISTINCT FROM y.speaker THEN 0.01 ELSE 0 END
            + CASE WHEN x.quote = y.quote THEN 0.1 ELSE 0 END AS likeness
    FROM step AS s JOIN said AS x ON x.article_id = s.article_id AND x.version = s.version_before
        JOIN said AS y ON y.article_id = s.article_id AND y.version = s.version_after
), matched AS (
    SELECT article_id, version_before, before, after
    FROM likeness
    WHERE likeness >= 0.6
    QUALIFY row_number() OVER (PARTITION BY article_id, version_before, before ORDER BY likeness DESC, after) = 1
        AND row_number() OVER (PARTITION BY article_id, version_before, after ORDER BY likeness DESC, before) = 1
), followed AS (
    SELECT s.*, x.claim_id AS claim_before, y.claim_id AS claim_after, x.quote AS quote_before, y.quote AS quote_after,
        coalesce(y.speaker, x.speaker) AS speaker, coalesce(y.start_char, x.start_char) AS place,
        CASE
            WHEN x.claim_id IS NULL THEN 'added'
            WHEN y.claim_id IS NULL THEN 'gone'
            WHEN x.numbers <> y.numbers THEN 'number changed'
            WHEN (x.certainty = 'asserted' AND y.certainty <> 'asserted') OR (x.held_by_outlet AND NOT y.held_by_outlet)
                OR len(list_where(y.hedges, list_transform(y.hedges, lambda w: NOT list_contains(x.words, w)))) > 0
                THEN 'softened'
            ELSE 'reworded'
        END AS change
    FROM (
        SELECT article_id, version_before, before, after FROM matched
        UNION ALL
        SELECT s.article_id, s.version_before, x.claim_id, NULL
        FROM step AS s JOIN said AS x ON x.article_id = s.article_id AND x.version = s.version_before
            ANTI JOIN matched AS m
            ON m.article_id = s.article_id AND m.version_before = s.version_before AND m.before = x.claim_id
        UNION ALL
        SELECT s.article_id, s.version_before, NULL, y.claim_id
        FROM step AS s JOIN said AS y ON y.article_id = s.article_id AND y.version = s.version_after
            ANTI JOIN matched AS m
            ON m.article_id = s.article_id AND m.version_before = s.version_before AND m.after = y.claim_id
    ) AS p
    JOIN step AS s ON s.article_id = p.article_id AND s.version_before = p.version_before
    LEFT JOIN said AS x ON x.article_id = p.article_id AND x.version = s.version_before AND x.claim_id = p.before
    LEFT JOIN said AS y ON y.article_id = p.article_id AND y.version = s.version_after AND y.claim_id = p.after
    WHERE x.quote IS DISTINCT FROM y.quote
)
SELECT article_id, url, outlet, change, version_before, version_after, quote_before, quote_after,
    CASE change
        WHEN 'added' THEN format('not in version {} ({}), present in version {} ({})',
            version_before, capture_before, version_after, capture_after)
        WHEN 'gone' THEN format('present in version {} ({}), not in version {} ({})',
            version_before, capture_before, version_after, capture_after)
        ELSE format('«{}» in version {} ({}), «{}» in version {} ({})',
            quote_before, version_before, capture_before, quote_after, version_after, capture_after)
    END AS says,
    claim_before, claim_after, capture_before, capture_after, speaker
FROM followed
ORDER BY article_id, version_before, place, change;

COMMENT ON VIEW claim_changes IS
    'What became of the claims of an article from one version to the next, in words of observation; unchanged ones are left out.';
COMMENT ON COLUMN claim_changes.article_id IS 'The article; see articles.';
COMMENT ON COLUMN claim_changes.url IS 'Canonical address of the article.';
COMMENT ON COLUMN claim_changes.outlet IS 'Who published it.';
COMMENT ON COLUMN claim_changes.change IS 'added, gone, number changed, softened (hedged or put to somebody else) or reworded.';
COMMENT ON COLUMN claim_changes.version_before IS 'The earlier version.';
COMMENT ON COLUMN claim_changes.version_after IS 'The version that follows it.';
COMMENT ON COLUMN claim_changes.quote_before IS 'The words in the earlier version; NULL when added.';
COMMENT ON COLUMN claim_changes.quote_after IS 'The words in the later version; NULL when gone.';
COMMENT ON COLUMN claim_changes.says IS 'What was observed, in a sentence: nothing about why.';
COMMENT ON COLUMN claim_changes.claim_before IS 'The claim in the earlier version; NULL when added.';
COMMENT ON COLUMN claim_changes.claim_after IS 'The claim in the later version; NULL when gone.';
COMMENT ON COLUMN claim_changes.capture_before IS 'A capture of the earlier version.';
COMMENT ON COLUMN claim_changes.capture_after IS 'A capture of the later version.';
COMMENT ON COLUMN claim_changes.speaker IS 'Who says it; NULL when the article speaks itself.';
