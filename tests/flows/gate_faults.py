"""Rows that no program should write, by which rules of the gate are tripped on purpose.

They are put into the writer's file as a fault of the program or of the disk would put them there. Where a constraint of
the warehouse keeps them out it is lifted first; what no row can show is shown by a view that is wrong.
"""

from __future__ import annotations

from flow_runs import PAGES
from gate_cases import Case

FIRST_PAGE = f"{next(iter(PAGES))}.html"
LOST = "(SELECT DISTINCT article_id FROM core.claim WHERE url = 'https://two.example/bridge')"
LAST_CAPTURE = "(SELECT max(capture_id) FROM core.article_reading)"
NO_ID = "'(without an id)'"


def nth(table: str, column: str, number: int) -> str:
    """The id at a place in the order of the ids of a table."""
    return f"(SELECT DISTINCT {column} FROM {table} ORDER BY {column} LIMIT 1 OFFSET {number})"


def capture(number: int) -> str:
    return nth("raw.capture", "capture_id", number)


def article(number: int) -> str:
    return nth("core.article_version", "article_id", number)


def conflict(number: int) -> str:
    return nth("out.conflict", "conflict_id", number)


def claim(number: int) -> str:
    """The claim at a place, those first that no conflict is about."""
    cited = "claim_id IN (SELECT claim_a FROM out.conflict UNION ALL SELECT claim_b FROM out.conflict)"
    return f"(SELECT claim_id FROM core.claim GROUP BY claim_id ORDER BY {cited}, claim_id LIMIT 1 OFFSET {number})"


def told(*ids: str) -> str:
    """These ids, as one query."""
    return " UNION ALL ".join(f"SELECT {one}" for one in ids)


def nullable(table: str, *columns: str) -> tuple[str, ...]:
    return tuple(f"ALTER TABLE {table} ALTER {column} DROP NOT NULL" for column in columns)


HISTORY = tuple(
    statement
    for number in (1, 2, 3)
    for statement in (
        f"INSERT INTO out.run BY NAME SELECT * REPLACE ('run_h{number}' AS run_id, 40 AS articles, 4000 AS claims, "
        "9000 AS pairs_compared, 90 AS conflicts) FROM out.run WHERE run_id NOT LIKE 'run_h%'",
        f"INSERT INTO out.run_event SELECT run_seq + {number}, 'run_h{number}', recorded_at FROM out.run_event "
        "WHERE run_id NOT LIKE 'run_h%'",
        f"INSERT INTO raw.sighting SELECT capture_id, 'run_h{number}', captured_at FROM raw.sighting "
        "WHERE run_id NOT LIKE 'run_h%'",
    )
)
"""Three good runs before, with much more of everything."""

CURRENT = "conflicts_as_of(TIMESTAMP '9999-12-31')"
VIEWS = (
    "ALTER VIEW runs RENAME TO runs_before",
    "CREATE VIEW runs AS SELECT * REPLACE (CAST(NULL AS BIGINT) AS pairs_compared) FROM runs_before",
    f"""CREATE OR REPLACE VIEW conflicts AS SELECT * REPLACE (
        CASE WHEN conflict_id <> {conflict(0)} THEN conflict_id END AS conflict_id,
        CASE conflict_id WHEN {conflict(1)} THEN 'cl_x' ELSE claim_b END AS claim_b,
        CASE conflict_id WHEN {conflict(1)} THEN 'quarrel' WHEN {conflict(2)} THEN NULL ELSE relation END AS relation,
        CASE conflict_id WHEN {conflict(1)} THEN 'colour' WHEN {conflict(2)} THEN NULL ELSE kind END AS kind,
        CASE conflict_id WHEN {conflict(1)} THEN 'planets' WHEN {conflict(2)} THEN NULL ELSE level END AS level,
        CASE WHEN conflict_id <> {conflict(2)} THEN score END AS score,
        CASE WHEN conflict_id <> {conflict(2)} THEN rule END AS rule,
        CASE conflict_id WHEN {conflict(2)} THEN 'stale' ELSE status END AS status,
        CASE conflict_id WHEN {conflict(2)} THEN 'other words' ELSE quote_b END AS quote_b
    ) FROM {CURRENT} UNION ALL SELECT * FROM {CURRENT} WHERE conflict_id = {conflict(1)}""",
)
"""Views that show of conflicts and runs what is not stored."""

FAULTS: dict[str, Case] = {
    "nothing was asked": Case(
        {"captures.something_asked": None}, spoiled=("UPDATE raw.sighting SET run_id = 'another'",), publish_only=True
    ),
    "much less than in the runs before": Case(
        {
            "captures.sources_as_before": "SELECT 'accounts'",
            "articles.readable_as_before": None,
            "claims.per_article_as_before": None,
            "conflicts.pairs_as_before": None,
            "conflicts.findings_as_before": None,
        },
        lambda _, pages: [pages / FIRST_PAGE],
        spoiled=HISTORY,
    ),
    "captures of which something is missing": Case(
        {
            "captures.id_present": told(NO_ID),
            "captures.time_present": told(NO_ID),
            "captures.id_unique": told(capture(0), capture(0)),
            "captures.address_present": told(capture(1)),
            "captures.bytes_or_error": told(capture(1)),
            "captures.sha256_form": told(capture(1)),
            "captures.http_status_possible": told(capture(1)),
        },
        spoiled=(
            *nullable("raw.capture", "capture_id", "requested_url"),
            f"INSERT INTO raw.capture SELECT * FROM raw.capture WHERE capture_id = {capture(0)}",
            "UPDATE raw.capture SET requested_url = NULL, raw_path = NULL, sha256 = 'ABC', http_status = 7 "
            f"WHERE capture_id = {capture(1)}",
            f"UPDATE raw.capture SET capture_id = NULL WHERE capture_id = {capture(2)}",
        ),
    ),
    "articles of which something is missing": Case(
        {
            "articles.capture_known": told(article(0)),
            "articles.status_known": told(article(1)),
            "articles.reason_given": told(article(1)),
            "articles.ok_has_text": told(article(2)),
            "articles.text_hash": told(article(2)),
            "articles.texts_long_enough": told(article(2)),
            "claims.quote_at_offsets": f"SELECT DISTINCT claim_id FROM core.claim WHERE article_id = {article(2)}",
        },
        spoiled=(
            f"UPDATE core.article_reading SET capture_id = 'cap_x' WHERE article_id = {article(0)}",
            f"UPDATE core.article_reading SET status = 'fine' WHERE article_id = {article(1)}",
            f"UPDATE core.article_version SET text = ' ' WHERE article_id = {article(2)}",
        ),
    ),
    "a capture is lost": Case(
        {"articles.capture_known": f"SELECT article_id FROM articles WHERE capture_id = {LAST_CAPTURE}"},
        spoiled=(f"DELETE FROM raw.capture WHERE capture_id = {LAST_CAPTURE}",),
        publish_only=True,
    ),
    "versions counted wrong, and no reason given": Case(
        {
            "articles.versions_unique": told(article(0)),
            "articles.version_counted": told(article(1)),
            "articles.reason_given": told(article(2)),
        },
        spoiled=(
            f"INSERT INTO core.article_version SELECT * FROM core.article_version WHERE article_id = {article(0)}",
            *(
                f"UPDATE {table} SET version = 0 WHERE article_id = {article(1)}"
                for table in ("core.article_version", "core.article_reading", "core.claim", "core.analysis")
            ),
            f"UPDATE core.article_reading SET status = 'paywall' WHERE article_id = {article(2)}",
        ),
    ),
    "an article is lost": Case(
        {"claims.article_known": f"SELECT claim_id FROM core.claim WHERE article_id = {LOST}"},
        lambda _, pages: [pages / FIRST_PAGE],
        spoiled=tuple(
            f"DELETE FROM {table} WHERE article_id = {LOST}"
            for table in ("core.article_version", "core.article_reading")
        ),
    ),
    "claims of which something is wrong": Case(
        {
            "claims.id_present": told(NO_ID),
            "claims.id_unique": told(claim(1), claim(1)),
            "claims.quote_at_offsets": told(claim(2)),
            "claims.event_in_order": told(claim(3)),
            "claims.speaker_fits_speech": told(claim(4)),
            "claims.speech_known": told(claim(5)),
            "claims.speech_present": told(claim(6)),
            "claims.polarity_known": told(claim(7)),
            "claims.polarity_present": told(claim(8)),
            "claims.certainty_known": told(claim(9)),
            "claims.certainty_present": told(claim(10)),
        },
        spoiled=(
            *nullable("core.claim", "claim_id", "speech", "polarity", "certainty"),
            f"INSERT INTO core.claim SELECT * FROM core.claim WHERE claim_id = {claim(1)}",
            *(
                f"UPDATE core.claim SET {wrong} WHERE claim_id = {claim(number)}"
                for number, wrong in (
                    (2, "start_char = start_char + 1, end_char = end_char + 1"),
                    (3, "event_from = DATE '2025-05-07', event_to = DATE '2025-05-06'"),
                    (4, "speech = 'author', speaker = 'Mira Holm'"),
                    (5, "speech = 'sung', speaker = 'Mira Holm'"),
                    (6, "speech = NULL"),
                    (7, "polarity = 'maybe'"),
                    (8, "polarity = NULL"),
                    (9, "certainty = 'sure'"),
                    (10, "certainty = NULL"),
                    (0, "claim_id = NULL"),
                )
            ),
        ),
    ),
    "conflicts of which something is wrong": Case(
        {
            "conflicts.score_in_range": told(conflict(0)),
            "conflicts.why_given": told(conflict(0)),
            "conflicts.two_passages": told(conflict(1)),
            "conflicts.model_asked": None,
        },
        spoiled=(
            f"UPDATE out.conflict SET score = 1.5, why = ' ' WHERE conflict_id = {conflict(0)}",
            f"UPDATE out.conflict SET claim_b = claim_a, relation = 'conflict' WHERE conflict_id = {conflict(1)}",
            "UPDATE out.comparison SET unasked = pairs_compared",
        ),
    ),
    "a view that shows what is not stored": Case(
        {
            "conflicts.comparison_recorded": None,
            "conflicts.id_present": told(NO_ID),
            "conflicts.id_unique": told(conflict(1), conflict(1)),
            "conflicts.claims_known": told(conflict(1)),
            "conflicts.relation_known": told(conflict(1)),
            "conflicts.kind_known": told(conflict(1)),
            "conflicts.level_known": told(conflict(1)),
            "conflicts.quotes_match": told(conflict(2)),
            "conflicts.status_known": told(conflict(2)),
            "conflicts.rule_named": told(conflict(2)),
            "conflicts.relation_present": told(conflict(2)),
            "conflicts.kind_present": told(conflict(2)),
            "conflicts.level_present": told(conflict(2)),
            "conflicts.score_present": told(conflict(2)),
        },
        spoiled=VIEWS,
        publish_only=True,
    ),
}

KEPT_OUT = {
    "articles.id_present": "UPDATE core.article_version SET article_id = NULL",
    "articles.url_present": "UPDATE core.article_reading SET url = NULL",
    "articles.status_present": "UPDATE core.article_reading SET status = NULL",
    "articles.outlet_present": "UPDATE core.article_reading SET outlet = NULL",
}
"""What the warehouse's own constraints keep out, and a report could not be made of; the rule is the second wall."""
