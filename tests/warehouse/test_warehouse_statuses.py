"""What became of a conflict from run to run, what was known when, and what people said of it."""

from dataclasses import replace
from typing import Any, Literal

from warehouse_samples import Story, article, at, capture, claim, conflict, discrepancy, run, store, verdict

from warehouse.home import Home
from warehouse.query import run_sql
from warehouse.read import Reader
from warehouse.records import Conflict
from warehouse.snapshot import publish
from warehouse.write import Writer


def statuses(home: Home) -> dict[str, str]:
    with Reader(home.writer_file) as reader:
        return reader.statuses()


def only(home: Home, view: str) -> dict[str, Any]:
    with Reader(home.writer_file) as reader:
        (row,) = reader.rows(view)
    return row


def test_the_life_of_a_conflict(home: Home) -> None:
    pair = Story(home).pair
    told = []
    for number, found in enumerate([[pair], [pair], [], [], [pair], [replace(pair, why="8 against 14")], []]):
        store(home, f"run_{number}", *found, when=at(number))
        told.append(statuses(home)[pair.conflict_id])
    assert told == ["new", "persisting", "resolved", "resolved", "reopened", "changed", "resolved"]
    row = only(home, "conflicts")
    assert (row["first_run"], row["last_run"], row["why"]) == ("run_0", "run_5", "8 against 14")


def test_the_same_run_again_tells_the_same(home: Home) -> None:
    pair = Story(home).pair
    for run_id, found, expected in [
        ("run_1", [pair], "new"),
        ("run_2", [pair], "persisting"),
        ("run_3", [], "resolved"),
    ]:
        for hour in range(3):
            store(home, run_id, *found, when=at(hour))
            assert statuses(home) == {pair.conflict_id: expected}


def test_a_run_that_comes_back_after_another_is_the_last_run(home: Home) -> None:
    pair = Story(home).pair
    for run_id, found, expected in [("A", [pair], "new"), ("B", [], "resolved"), ("A", [pair], "reopened")]:
        store(home, run_id, *found)
        assert statuses(home) == {pair.conflict_id: expected}
    with Reader(home.writer_file) as reader:
        last = reader.last_run()
        assert last is not None
        assert last.run_id == "A"
        assert {row["run_id"]: row["run_seq"] for row in reader.rows("runs")} == {"A": 3, "B": 2}


def test_a_run_without_findings_resolves_nothing(home: Home) -> None:
    pair = Story(home).pair
    store(home, "run_1", pair)
    with Writer(home) as writer:
        writer.add_run(run("run_2", at(1), "running"))
    assert statuses(home) == {pair.conflict_id: "new"}


def test_only_what_matters_makes_a_conflict_changed(home: Home) -> None:
    pair = Story(home).pair
    changes: list[tuple[Conflict, str]] = [
        (replace(pair, score=0.85), "persisting"),
        (replace(pair, score=0.5), "changed"),
        (replace(pair, relation="update"), "changed"),
        (replace(pair, level="speakers"), "changed"),
        (replace(pair, rule="another"), "persisting"),
    ]
    for number, (changed, expected) in enumerate(changes):
        store(home, f"before_{number}", pair)
        store(home, f"after_{number}", changed)
        assert (changed.score, statuses(home)) == (changed.score, {pair.conflict_id: expected})


def test_a_resolved_conflict_says_whether_it_could_be_looked_at(home: Home) -> None:
    story = Story(home)
    store(home, "run_1", story.pair)
    assert only(home, "conflicts")["both_legible"] is True
    gone = capture(home, story.captures[0].requested_url, None, "run_2", at(1))
    with Writer(home) as writer:
        writer.add_captures([gone])
        writer.add_articles([article(gone, None)])
    store(home, "run_2")
    row = only(home, "conflicts")
    assert (row["status"], row["both_legible"]) == ("resolved", False)


def test_whether_it_could_be_looked_at_is_told_as_of_then(home: Home) -> None:
    story = Story(home)
    store(home, "run_1", story.pair, when=at(1))
    url, words = story.captures[0].requested_url, story.articles[0].text
    for hours, content in ((2, None), (4, b"Nine people died in the fire.")):
        seen = capture(home, url, content, f"run_{hours}", at(hours))
        with Writer(home, at(hours)) as writer:
            writer.add_captures([seen])
            writer.add_articles([article(seen, words if content else None)])
        store(home, f"run_{hours}", when=at(hours + 1))
    publish(home)
    then = [
        run_sql(home, f"SELECT both_legible FROM conflicts_as_of(TIMESTAMP '{at(hours)}')").rows
        for hours in (1.5, 3.5, 5.5)
    ]
    assert then == [((True,),), ((False,),), ((True,),)]
    assert only(home, "conflicts")["both_legible"] is True


def test_both_sides_of_a_conflict_are_told(home: Home) -> None:
    story = Story(home)
    store(home, "run_1", story.pair)
    row = only(home, "conflicts")
    for side, one in (("a", story.claims[0]), ("b", story.claims[1])):
        told = tuple(
            row[f"{name}_{side}"] for name in ("claim", "article", "url", "outlet", "speaker", "quote", "start", "end")
        )
        assert told == (
            one.claim_id, one.article_id, one.url, one.outlet, one.speaker, one.quote, one.start_char, one.end_char,
        )  # fmt: skip
        assert row[f"version_{side}"] == 1


def test_a_verdict_survives_new_claim_ids_and_goes_when_the_passage_changes(home: Home) -> None:
    story = Story(home)
    store(home, "run_1", story.pair)
    judged = verdict(home, story.pair.conflict_id, "not_a_conflict", at(1))
    with Writer(home) as writer:
        writer.add_verdicts([judged])
    assert only(home, "conflicts")["verdict"] == "not_a_conflict"
    assert only(home, "discrepancies")["verdict"] == "not_a_conflict"
    # New code resolves another speaker: other claim ids, another conflict id, the same words.
    courier, post = story.articles
    claims = [
        claim(courier, "Nine people died", "firefighters"),
        claim(post, "The fire killed 14 people", "the police"),
    ]
    keys = [(each.article_id, each.version) for each in story.articles]
    with Writer(home) as writer:
        writer.add_claims(keys, "code-2", claims)
    store(home, "run_2", conflict(*claims))
    with Reader(home.writer_file) as reader:
        rows = {row["status"]: row["verdict"] for row in reader.conflict_rows()}
    assert rows == {"persisting": "not_a_conflict"}
    # The article now says it in other words: the verdict does not speak of these.
    with Writer(home) as writer:
        writer.add_claims(keys, "code-3", [claim(courier, "Nine people died in the fire"), claims[1]])
    store(home, "run_3", conflict(claim(courier, "Nine people died in the fire"), claims[1]))
    with Reader(home.writer_file) as reader:
        assert [row["verdict"] for row in reader.conflict_rows() if row["status"] == "new"] == [None]


def test_the_latest_verdict_counts_and_all_are_kept(home: Home) -> None:
    pair = Story(home).pair
    store(home, "run_1", pair)
    first = verdict(home, pair.conflict_id, "confirmed", at(1), "v_1")
    second = verdict(home, pair.conflict_id, "extraction_error", at(2), "v_2")
    with Writer(home) as writer:
        writer.add_verdicts([second, first])
        writer.add_verdicts([replace(first, verdict="not_a_conflict")])
    assert only(home, "conflicts")["verdict"] == "extraction_error"
    with Reader(home.writer_file) as reader:
        assert reader.verdicts() == [first, second]


def test_a_discrepancy_has_statuses_too(home: Home) -> None:
    pair = Story(home).pair
    told = []
    for number, positions in enumerate([2, 2, 3, None, 3]):
        with Writer(home) as writer:
            found = [] if positions is None else [discrepancy(positions)]
            writer.add_findings(f"run_{number}", [pair] if found else [], found, [])
        with Reader(home.writer_file) as reader:
            told += [row["status"] for row in reader.rows("discrepancies")] or ["-"]
    assert told == ["new", "persisting", "changed", "-", "reopened"]


def test_a_discrepancy_is_dismissed_only_when_every_pair_is(home: Home) -> None:
    story = Story(home)
    post = story.articles[1]
    with Writer(home) as writer:
        more = claim(post, "fire killed 14")
        writer.add_claims([(each.article_id, each.version) for each in story.articles], "code-2", [*story.claims, more])
    other = conflict(story.claims[0], more)
    store(home, "run_1", story.pair, other)
    dismissed = verdict(home, story.pair.conflict_id, "not_a_conflict", at(1), "v_1")
    also = verdict(home, other.conflict_id, "extraction_error", at(1), "v_2")
    confirmed = verdict(home, other.conflict_id, "confirmed", at(2), "v_3")
    told = []
    for word in (dismissed, also, confirmed):
        with Writer(home) as writer:
            writer.add_verdicts([word])
        told.append(only(home, "discrepancies")["verdict"])
    assert told == [None, "extraction_error", "confirmed"]


def test_what_was_known_when(home: Home) -> None:
    story = Story(home)
    courier = story.articles[0]
    store(home, "run_1", story.pair, when=at(1))
    with Writer(home, at(3)) as writer:
        writer.add_claims([(courier.article_id, 1)], "code-2", [claim(courier, "in the fire")])
    store(home, "run_2", when=at(3))
    judged = verdict(home, story.pair.conflict_id, "confirmed", at(5))
    with Writer(home) as writer:
        writer.add_verdicts([judged])
    publish(home)

    def answer(sql: str) -> list[tuple[Any, ...]]:
        return list(run_sql(home, sql).rows)

    known = "SELECT status, verdict FROM conflicts_as_of"
    assert answer(f"{known}('2031-05-04 06:30')") == []
    assert answer(f"{known}('2031-05-04 08:00')") == [("new", None)]
    assert answer(f"{known}(TIMESTAMP '2031-05-04 09:30')") == [("resolved", None)]
    assert answer(f"{known}(now()::TIMESTAMP + INTERVAL 100 YEAR)") == [("resolved", "confirmed")]
    quotes = "SELECT quote FROM claims_as_of"
    assert answer(f"{quotes}(DATE '2031-05-04')") == []
    assert answer(f"{quotes}('2031-05-04 08:00') ORDER BY quote") == [
        ("Nine people died",),
        ("The fire killed 14 people",),
    ]
    assert answer(f"{quotes}('2031-05-05') ORDER BY quote") == [("The fire killed 14 people",), ("in the fire",)]


def test_the_difference_of_two_runs(home: Home) -> None:
    story = Story(home)
    post = story.articles[1]
    extra = [claim(post, "The fire"), claim(post, "killed"), claim(post, "14 people")]
    with Writer(home) as writer:
        keys = [(each.article_id, each.version) for each in story.articles]
        writer.add_claims(keys, "code-2", [*story.claims, *extra])
    pairs = [conflict(story.claims[0], each) for each in (story.claims[1], *extra)]
    store(home, "run_1", pairs[0], pairs[1], pairs[2])
    store(home, "run_2", pairs[0], replace(pairs[1], relation="rounding", score=0.2), pairs[3])
    publish(home)
    result = run_sql(home, "SELECT conflict_id, difference, relation_a, relation_b FROM run_diff('run_1', 'run_2')")
    assert {row[0]: row[1:] for row in result.rows} == {
        pairs[0].conflict_id: ("same", "conflict", "conflict"),
        pairs[1].conflict_id: ("changed", "conflict", "rounding"),
        pairs[2].conflict_id: ("gone", "conflict", None),
        pairs[3].conflict_id: ("appeared", None, "conflict"),
    }
    assert run_sql(home, "SELECT count(*) FROM run_diff('run_1', 'run_1') WHERE difference <> 'same'").rows == ((0,),)


def judged(home: Home, run_id: str, gate: str, *conflicts: Conflict, hours: float) -> None:
    """One run with these findings and this outcome; "running" is one that was killed before it was judged."""
    with Writer(home, at(hours)) as writer:
        writer.add_run(run(run_id, at(hours), "running"))
        writer.add_findings(run_id, conflicts, [discrepancy()] if conflicts else [], [])
        writer.add_run(run(run_id, at(hours), gate))


def test_a_failed_run_takes_nothing_away_and_adds_nothing(home: Home) -> None:
    story = Story(home)
    other = replace(story.pair, conflict_id="cf_other")
    told = []
    for hour, (gate, found) in enumerate(
        [("passed", [story.pair]), ("failed", []), ("failed", [other]), ("passed", [story.pair]), ("passed", [])]
    ):
        judged(home, f"run_{hour}", gate, *found, hours=hour)
        told.append(statuses(home))
    cf = story.pair.conflict_id
    assert told == [{cf: "new"}, {cf: "new"}, {cf: "new"}, {cf: "persisting"}, {cf: "resolved"}]
    with Reader(home.writer_file) as reader:
        assert [row["gate"] for row in sorted(reader.rows("runs"), key=lambda row: row["run_seq"])] == [
            "passed", "failed", "failed", "passed", "passed"
        ]  # fmt: skip
        assert [row["conflict_id"] for row in reader._dicts("FROM run_diff('run_0', 'run_2')")] == ["cf_other", cf]
    publish(home)
    for hour, expected in [(0, "new"), (2, "new"), (3, "persisting"), (4, "resolved")]:
        sql = f"SELECT status FROM conflicts_as_of(TIMESTAMP '{at(hour)}')"
        assert run_sql(home, sql).rows == ((expected,),)


def reported(home: Home, run_id: str, gate: Literal["passed", "failed"], *conflicts: Conflict, hours: float) -> None:
    """One run as `judged`, with its report."""
    judged(home, run_id, gate, *conflicts, hours=hours)
    with Writer(home, at(hours)) as writer:
        writer.add_report(run(run_id, at(hours), gate), f"sha of {run_id} {gate}", f"{run_id}.tar.zst")


def test_a_run_that_fails_when_it_is_run_again_stays_the_last_good_one_as_its_report_does(home: Home) -> None:
    story = Story(home)
    cf = story.pair.conflict_id
    told = []
    for hour, (run_id, gate, found) in enumerate(
        [
            ("A", "passed", [story.pair]),
            ("B", "passed", []),
            ("B", "failed", []),
            ("A", "failed", [story.pair]),
            ("A", "passed", [story.pair]),
            ("B", "passed", []),
            ("A", "failed", [story.pair]),
        ]
    ):
        reported(home, run_id, gate, *found, hours=hour)  # type: ignore[arg-type]
        with Reader(home.writer_file) as reader:
            told.append((reader.last_good("no run"), statuses(home)[cf]))
    gone = ("B", "resolved")
    assert told == [("A", "new"), gone, gone, gone, ("A", "reopened"), gone, gone]
    publish(home)
    for hour, (_, expected) in enumerate(told):
        sql = f"SELECT status FROM conflicts_as_of(TIMESTAMP '{at(hour)}')"
        assert run_sql(home, sql).rows == ((expected,),), hour


def test_until_a_run_has_passed_the_failed_ones_are_shown(home: Home) -> None:
    pair = Story(home).pair
    judged(home, "run_0", "failed", pair, hours=0)
    judged(home, "run_1", "failed", pair, hours=1)
    assert statuses(home) == {pair.conflict_id: "persisting"}


def test_a_run_that_was_killed_before_it_was_judged_does_not_count(home: Home) -> None:
    pair = Story(home).pair
    judged(home, "run_0", "passed", pair, hours=0)
    judged(home, "run_1", "running", hours=1)
    judged(home, "run_2", "passed", pair, hours=2)
    assert statuses(home) == {pair.conflict_id: "persisting"}


def test_a_good_run_again_after_a_failed_one_tells_the_same(home: Home) -> None:
    pair = Story(home).pair
    for hour, (run_id, gate, found) in enumerate(
        [("A", "passed", [pair]), ("B", "failed", []), ("A", "passed", [pair])]
    ):
        judged(home, run_id, gate, *found, hours=hour)
        assert statuses(home) == {pair.conflict_id: "new"}
