"""Every rule of suites.toml has a row that trips it, and the good run does not."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date, datetime
from typing import get_args

import pytest
from quality_tables import RUN, Engine, Tables, article, capture, claim, good, to_arrow, with_row

from checks.quality.assess import gate, take_sample, to_result
from checks.quality.engine import Outcome, evaluate_quietly
from checks.quality.pages import prose, summary
from checks.quality.rules import HERE, RuleError, describe, rules, to_rule
from checks.reports import ReportInput, build, render_html
from warehouse.records import ArticleStatus, Certainty, Kind, Level, Polarity, Relation, Run, Speech


def without(*names: str) -> Tables:
    return {name: [] if name in names else rows for name, rows in good().items()}


def with_more(table: str, *rows: dict[str, object]) -> Tables:
    tables = good()
    tables[table] += rows
    return tables


def with_unread(share: int) -> Tables:
    unread = {"status": "paywall", "text": None, "text_sha256": None, "reason": "a wall of payment"}
    return with_more("articles", *(article(1) | {"article_id": f"art_x{n}"} | unread for n in range(share)))


def with_shared_speech(speech: str, count: int = 20) -> Tables:
    tables = good()
    tables["claims"] = [claim(1, "Nine", 0, claim_id=f"cl_{n}", speech=speech) for n in range(count)]
    return tables


def with_runs(**usual: object) -> Tables:
    """The good run after three others that had other numbers."""
    tables = good()
    for row in tables["runs"][:3]:
        row.update(usual)
    return tables


def with_sources(which: slice, **changes: object) -> Tables:
    tables = good()
    for row in tables["run_sources"][which]:
        row.update(changes)
    return tables


def with_analysis_error() -> Tables:
    error = {"article_id": "art_1", "version": 1, "code_version": "code_1", "error": "ValueError: x"}
    return with_more("analysis_errors", error)


BEFORE, NOW = slice(0, 3), slice(3, 4)

# rule -> a run that it must object to, and the ids it must name: the run's own where no row is to blame
BAD: dict[str, tuple[Callable[[], Tables], list[str]]] = {
    "captures.something_asked": (lambda: without("captures"), [RUN]),
    "captures.something_answered": (
        lambda: good() | {"captures": [capture(1) | {"sha256": None, "error": "no answer"}]},
        ["cap_1"],
    ),
    "captures.id_present": (lambda: with_row("captures", 0, capture_id=None), ["(without an id)"]),
    "captures.id_unique": (lambda: with_more("captures", capture(1)), ["cap_1", "cap_1"]),
    "captures.address_present": (lambda: with_row("captures", 1, requested_url=None), ["cap_2"]),
    "captures.time_present": (lambda: with_row("captures", 1, captured_at=None), ["cap_2"]),
    "captures.bytes_or_error": (lambda: with_row("captures", 1, raw_path=None), ["cap_2"]),
    "captures.sha256_form": (lambda: with_row("captures", 1, sha256="ABC"), ["cap_2"]),
    "captures.http_status_possible": (lambda: with_row("captures", 1, http_status=0), ["cap_2"]),
    "captures.failed_share": (lambda: with_row("captures", 1, error="no answer"), ["cap_2"]),
    "captures.sources_give_enough": (lambda: with_sources(NOW, min_articles=2), ["news1"]),
    "captures.sources_give_no_flood": (lambda: with_sources(NOW, max_articles=0), ["news1"]),
    "captures.sources_as_before": (lambda: with_sources(BEFORE, answered=3), ["news1"]),
    "articles.readable_as_before": (lambda: with_runs(articles=5), [RUN]),
    "claims.per_article": (lambda: without("claims"), [RUN]),
    "claims.per_article_as_before": (lambda: with_runs(claims=5), [RUN]),
    "claims.articles_analysed": (with_analysis_error, ["art_1"]),
    "claims.model_error_share": (with_analysis_error, ["art_1"]),
    "conflicts.model_asked": (lambda: with_row("runs", 3, pairs_unasked=1), [RUN]),
    "conflicts.pairs_as_before": (lambda: with_runs(pairs_compared=16), [RUN]),
    "conflicts.findings_as_before": (lambda: with_runs(conflicts=6), [RUN]),
    "articles.something_readable": (lambda: without("articles"), [RUN]),
    "articles.id_present": (lambda: with_row("articles", 0, article_id=None), ["(without an id)"]),
    "articles.versions_unique": (lambda: with_more("articles", article(1)), ["art_1"]),
    "articles.version_counted": (lambda: with_row("articles", 0, version=0), ["art_1"]),
    "articles.url_present": (lambda: with_row("articles", 0, url=None), ["art_1"]),
    "articles.outlet_present": (lambda: with_row("articles", 0, outlet=None), ["art_1"]),
    "articles.status_known": (lambda: with_row("articles", 0, status="fine"), ["art_1"]),
    "articles.status_present": (lambda: with_row("articles", 0, status=None), ["art_1"]),
    "articles.reason_given": (lambda: with_row("articles", 0, status="paywall", reason=" "), ["art_1"]),
    "articles.ok_has_text": (lambda: with_row("articles", 0, text=" "), ["art_1"]),
    "articles.text_hash": (lambda: with_row("articles", 0, text="Other words."), ["art_1"]),
    "articles.capture_known": (lambda: with_row("articles", 0, capture_id="cap_x"), ["art_1"]),
    "articles.readable_share": (lambda: with_unread(3), ["art_x0", "art_x1", "art_x2"]),
    "articles.dates_plausible": (lambda: with_row("articles", 0, published_at=datetime(2025, 3, 5)), ["art_1"]),
    "articles.dated": (lambda: with_row("articles", 0, published_at=None), ["art_1"]),
    "articles.language_analysed": (lambda: with_row("articles", 0, language="fr"), ["art_1"]),
    "articles.texts_differ": (lambda: with_more("articles", article(1) | {"article_id": "art_3"}), ["art_1", "art_3"]),
    "articles.texts_long_enough": (lambda: with_row("articles", 0, text="Read on."), ["art_1"]),
    "claims.something_claimed": (lambda: without("claims"), [RUN]),
    "claims.articles_heard": (lambda: with_row("claims", 1, article_id="art_1"), ["art_2"]),
    "claims.id_present": (lambda: with_row("claims", 0, claim_id=None), ["(without an id)"]),
    "claims.id_unique": (lambda: with_row("claims", 0, claim_id="cl_2"), ["cl_2", "cl_2"]),
    "claims.article_known": (lambda: with_row("claims", 0, version=2), ["cl_1"]),
    "claims.quote_at_offsets": (lambda: with_row("claims", 1, start_char=300), ["cl_2"]),
    "claims.speech_known": (lambda: with_row("claims", 0, speech="sung"), ["cl_1"]),
    "claims.speech_present": (lambda: with_row("claims", 0, speech=None), ["cl_1"]),
    "claims.polarity_known": (lambda: with_row("claims", 0, polarity="maybe"), ["cl_1"]),
    "claims.polarity_present": (lambda: with_row("claims", 0, polarity=None), ["cl_1"]),
    "claims.certainty_known": (lambda: with_row("claims", 0, certainty="sure"), ["cl_1"]),
    "claims.certainty_present": (lambda: with_row("claims", 0, certainty=None), ["cl_1"]),
    "claims.speaker_fits_speech": (lambda: with_row("claims", 1, speaker="the mayor"), ["cl_2"]),
    "claims.event_in_order": (lambda: with_row("claims", 1, event_from=date(2025, 3, 2)), ["cl_2"]),
    "claims.attribution_share": (lambda: with_shared_speech("direct"), [RUN]),
    "conflicts.comparison_recorded": (lambda: without("runs"), [RUN]),
    "conflicts.something_compared": (lambda: with_row("runs", 3, pairs_compared=0), [RUN]),
    "conflicts.id_present": (lambda: with_row("conflicts", 0, conflict_id=None), ["(without an id)"]),
    "conflicts.id_unique": (lambda: with_more("conflicts", good()["conflicts"][0]), ["cf_1", "cf_1"]),
    "conflicts.claims_known": (lambda: with_row("conflicts", 0, claim_b="cl_x"), ["cf_1"]),
    "conflicts.quotes_match": (lambda: with_row("conflicts", 0, quote_b="end"), ["cf_1"]),
    "conflicts.two_passages": (lambda: with_row("conflicts", 0, claim_b="cl_1"), ["cf_1"]),
    "conflicts.relation_known": (lambda: with_row("conflicts", 0, relation="quarrel"), ["cf_1"]),
    "conflicts.relation_present": (lambda: with_row("conflicts", 0, relation=None), ["cf_1"]),
    "conflicts.kind_known": (lambda: with_row("conflicts", 0, kind="colour"), ["cf_1"]),
    "conflicts.kind_present": (lambda: with_row("conflicts", 0, kind=None), ["cf_1"]),
    "conflicts.level_known": (lambda: with_row("conflicts", 0, level="planets"), ["cf_1"]),
    "conflicts.level_present": (lambda: with_row("conflicts", 0, level=None), ["cf_1"]),
    "conflicts.score_present": (lambda: with_row("conflicts", 0, score=None), ["cf_1"]),
    "conflicts.score_in_range": (lambda: with_row("conflicts", 0, score=1.01), ["cf_1"]),
    "conflicts.why_given": (lambda: with_row("conflicts", 0, why="  "), ["cf_1"]),
    "conflicts.rule_named": (lambda: with_row("conflicts", 0, rule=None), ["cf_1"]),
    "conflicts.status_known": (lambda: with_row("conflicts", 0, status="stale"), ["cf_1"]),
}

# rule -> runs that look bad to it and are not
HARMLESS: list[tuple[str, Callable[[], Tables]]] = [
    ("captures.bytes_or_error", lambda: with_row("captures", 1, sha256=None, raw_path=None, error="no answer")),
    ("captures.http_status_possible", lambda: with_row("captures", 1, http_status=None)),
    ("captures.sha256_form", lambda: with_row("captures", 1, sha256=None)),
    ("captures.failed_share", lambda: with_more("captures", capture(3), capture(4), capture(5) | {"error": "x"})),
    ("captures.failed_share", lambda: without("captures")),
    ("captures.sources_give_enough", lambda: with_sources(BEFORE, min_articles=9)),
    ("captures.sources_give_enough", lambda: with_row("articles", 0, last_seen_at=datetime(2025, 3, 1, 12))),
    ("captures.sources_as_before", lambda: with_sources(slice(1, 3), answered=9, run_id="another")),
    ("captures.sources_as_before", lambda: with_sources(BEFORE, answered=2)),
    ("articles.readable_as_before", lambda: with_runs(articles=4)),
    ("articles.readable_as_before", lambda: with_runs(articles=9, gate="failed")),
    ("claims.articles_analysed", lambda: with_more("analysis_errors", {"article_id": "art_1", "code_version": "old"})),
    ("conflicts.model_asked", lambda: with_row("runs", 3, pairs_unasked=None)),
    ("conflicts.findings_as_before", lambda: with_runs(conflicts=4)),
    ("articles.readable_share", lambda: with_unread(2)),
    ("articles.reason_given", lambda: with_row("articles", 0, status="paywall", reason="a wall of payment")),
    ("articles.dates_plausible", lambda: with_row("articles", 0, published_at=datetime(2025, 3, 4))),
    ("articles.dates_plausible", lambda: with_row("articles", 0, published_at=None)),
    ("articles.versions_unique", lambda: with_more("articles", article(1) | {"version": 2})),
    ("articles.texts_differ", lambda: with_more("articles", article(1) | {"version": 2, "is_latest": False})),
    ("articles.language_analysed", lambda: with_row("articles", 0, language="en-GB")),
    ("claims.articles_heard", lambda: with_more("articles", article(1) | {"article_id": "art_3", "language": "fr"})),
    ("claims.articles_heard", lambda: with_more("articles", article(1) | {"article_id": "art_3", "status": "paywall"})),
    ("claims.articles_heard", lambda: with_more("articles", article(1) | {"version": 2, "is_latest": False})),
    ("claims.attribution_share", lambda: with_shared_speech("direct", 19)),
    ("conflicts.something_compared", lambda: without("articles", "runs")),
    ("conflicts.claims_known", lambda: with_row("conflicts", 0, claim_b="cl_x", status="resolved")),
    ("conflicts.two_passages", lambda: with_row("conflicts", 0, claim_b="cl_1", relation="same_origin")),
]


def outcome(key: str, tables: Tables) -> Outcome:
    suite, name = key.split(".")
    rule, arrow = describe(suite, name), to_arrow(tables)
    with Engine(arrow) as query:
        return evaluate_quietly([take_sample(rule, arrow[rule.about], RUN, query)])[0]


def test_each_rule_has_its_bad_run() -> None:
    assert set(BAD) == {rule.key for rule in rules()}


@pytest.mark.parametrize("key", BAD)
def test_bad_run_trips_its_rule(key: str) -> None:
    make, ids = BAD[key]
    seen = outcome(key, make())
    assert (seen.success, seen.problem) == (False, None)
    assert [identifier for identifier, _ in seen.rows] == ids
    assert seen.total == len(ids)
    shown_to_the_user(seen)


def shown_to_the_user(seen: Outcome) -> None:
    """What a reader sees of a rule that does not hold: in the gate, in the quality pages, on top of the report."""
    result = to_result(seen, RUN)
    failed = "failed" if result.severity == "critical" else "passed"
    assert gate([result]) == failed
    page = summary(failed, [result])
    assert f"The run {failed} its gate." in page
    for words in (
        f"{result.suite}.{result.expectation}",
        prose(seen.rule.remedy),
        *(html.escape(i) for i, _ in seen.rows),
    ):
        assert words in page
    now = datetime(2025, 3, 2, 12)
    data = build(ReportInput(Run(RUN, now, now, "code_1", failed, 2, 2, 2, 3, 1, 0), quality=[result]))
    assert data["gate"]["state"] == failed
    report = render_html(data)
    assert ("Do not rely on this run" in report) == (failed == "failed")
    if failed == "failed":
        assert report.index(result.expectation) < report.index("<main") + report[report.index("<main") :].index(
            "</section>"
        )


@pytest.mark.parametrize(("key", "make"), HARMLESS)
def test_harmless_run_does_not_trip_its_rule(key: str, make: Callable[[], Tables]) -> None:
    seen = outcome(key, make())
    assert (seen.success, seen.problem, seen.rows) == (True, None, ())


def test_overlapping_passages_of_one_article_are_one_passage() -> None:
    tables = good()
    tables["claims"][1] = claim(1, "sailors died", 5, claim_id="cl_2")
    tables["conflicts"][0] |= {"quote_b": "sailors died"}
    assert outcome("conflicts.two_passages", tables).total == 1


def test_one_article_alone_needs_no_comparison() -> None:
    tables = good()
    tables["articles"].pop()
    tables["runs"][3]["pairs_compared"] = 0
    assert outcome("conflicts.something_compared", tables).success


def test_only_the_first_violations_are_listed_and_all_are_counted() -> None:
    tables = good()
    tables["claims"] = [claim(1, "Nine", 1, claim_id=f"cl_{n:03}", polarity="maybe") for n in range(50)]
    seen = outcome("claims.polarity_known", tables)
    assert (len(seen.rows), seen.total) == (20, 50)
    assert seen.rows == tuple((f"cl_{n:03}", "polarity: maybe") for n in range(20))


def test_every_rule_is_a_sql_file_and_every_sql_file_a_rule() -> None:
    files = {f"{path.parent.name}.{path.stem}" for path in (HERE / "rules").rglob("*.sql")}
    assert files == {rule.key for rule in rules()}


@pytest.mark.parametrize("table", ["captures", "articles", "claims", "conflicts"])
def test_a_row_of_nothing_passes_no_suite(table: str) -> None:
    """A rule that NULL slips through is seen here: what every row must have is named by its rule."""
    empty: dict[str, object] = dict.fromkeys(good()[table][0])
    wanted = {rule.key for rule in rules() if rule.suite == table and rule.name.endswith(("_present", "_named"))}
    arrow = to_arrow(with_more(table, empty))
    with Engine(arrow) as query:
        samples = [take_sample(rule, arrow[rule.about], RUN, query) for rule in rules() if rule.suite == table]
        broken = {seen.rule.key for seen in evaluate_quietly(samples) if not seen.success}
    assert wanted <= broken
    assert "conflicts.status_known" in broken or table != "conflicts"
    assert "articles.version_counted" in broken or table != "articles"


@pytest.mark.parametrize(
    ("rule", "known"),
    [
        ("articles.status", ArticleStatus),
        ("claims.speech", Speech),
        ("claims.polarity", Polarity),
        ("claims.certainty", Certainty),
        ("conflicts.kind", Kind),
        ("conflicts.relation", Relation),
        ("conflicts.level", Level),
    ],
)
def test_what_the_records_know_the_rules_know(rule: str, known: object) -> None:
    table, column = rule.split(".")
    for value in get_args(known):
        assert outcome(f"{rule}_known", with_row(table, 0, **{column: value})).success


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"chek": "rows"}, "unknown key chek"),
        ({"check": "rows", "severity": "critical", "description": "d"}, "remedy is missing"),
        ({"check": "rows", "severity": "fatal", "description": "d", "remedy": "r"}, "unknown check or severity"),
        ({"check": "unique", "severity": "info", "description": "d", "remedy": "r"}, "unknown check or severity"),
        ({"check": "rows", "severity": "info", "description": "d", "remedy": "r"}, "nowhere.sql is missing"),
    ],
)
def test_faulty_rule_is_named(entry: dict[str, str], said: str) -> None:
    with pytest.raises(RuleError, match=said) as caught:
        to_rule("claims", "new", entry, HERE / "nowhere.sql")
    assert "claims.new" in str(caught.value)


def test_unknown_rule_is_named() -> None:
    with pytest.raises(RuleError, match=r"claims\.gone"):
        describe("claims", "gone")
