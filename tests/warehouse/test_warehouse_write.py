"""Appending: the same rows again change nothing, versions count texts, and no quote is stored without its place."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warehouse_samples import (
    CODE,
    MORNING,
    Story,
    article,
    at,
    capture,
    claim,
    conflict,
    discrepancy,
    dump,
    position,
    quality,
    run,
    store,
    verdict,
)

from warehouse import ids
from warehouse.errors import MisquotedClaim, WarehouseError
from warehouse.home import Home
from warehouse.read import Reader
from warehouse.records import Article
from warehouse.tables import from_rows, to_table
from warehouse.write import Writer

HOSTILE = [
    "plain",
    "'; DROP TABLE core.claim; --",
    'double " quote and \\ backslash',
    "line\r\nbreak\rand\ttab",
    "nul\x00inside",
    "family 👩‍👩‍👧‍👦 flag 🇺🇳 skin 👍🏽",
    "e\u0301 combining, Z\u0351\u036b\u0343algo",
    "rtl \u202eoverride\u202c and \u200b zero width",
    "\ufeffbom and \u2028 separators \u2029",
    "$now $1 ? {placeholder} %s",
    "ﷺ \U0010ffff ",
]


def everything(home: Home, story: Story) -> None:
    with Writer(home, MORNING) as writer:
        writer.add_captures(story.captures)
        writer.add_articles([replace(one, version=0) for one in story.articles])
        writer.add_claims([(one.article_id, one.version) for one in story.articles], CODE, story.claims)
        writer.add_run(run("run_1"))
        writer.add_findings("run_1", [story.pair], [discrepancy()], [position(one) for one in story.claims])
        writer.add_quality([quality("run_1")])


def test_the_same_rows_again_change_nothing(home: Home) -> None:
    story = Story(home)
    everything(home, story)
    judged = [verdict(home, story.pair.conflict_id, "confirmed", at(1))]
    with Writer(home) as writer:
        writer.add_verdicts(judged)
    before = dump(home)
    everything(home, story)
    with Writer(home) as writer:
        writer.add_verdicts(judged)
    assert dump(home) == before
    assert [len(rows) for rows in before.values()][:10] == [2, 2, 2, 1, 1, 2, 1, 1, 1, 7]


def test_records_come_back_as_they_went_in(home: Home) -> None:
    story = Story(home)
    everything(home, story)
    with Reader(home.writer_file) as reader:
        assert reader.captures() == sorted(story.captures, key=lambda one: one.capture_id)
        assert reader.latest_articles() == sorted(story.articles, key=lambda one: one.article_id)
        assert sorted(reader.latest_claims(), key=lambda one: one.claim_id) == sorted(
            story.claims, key=lambda one: one.claim_id
        )
        found = reader.findings("run_1")
        assert found.conflicts == (story.pair,)
        assert found.discrepancies == (discrepancy(),)
        assert set(found.positions) == {position(one) for one in story.claims}
        assert reader.findings("run_0").conflicts == ()
        assert reader.quality("run_1") == [quality("run_1")]
        assert reader.last_run() == run("run_1")
        assert reader.run_articles("run_1") == reader.latest_articles()
        assert reader.run_articles("run_9") == []


def test_a_seen_answer_is_one_capture_with_two_sightings(home: Home) -> None:
    first = capture(home, "file:///a.txt", b"words", "run_1", at(0))
    again = capture(home, "file:///a.txt", b"words", "run_2", at(24))
    with Writer(home) as writer:
        writer.add_captures([first, first])
        writer.add_captures([again])
    with Reader(home.writer_file) as reader:
        (row,) = reader.rows("captures")
    assert (row["captured_at"], row["last_captured_at"], row["times_seen"]) == (at(0), at(24), 2)
    assert row["run_id"] == "run_1"


def test_versions_count_the_different_texts_of_an_article(home: Home) -> None:
    url = "file:///a.txt"
    texts = ["one", "two", "one", None, "two", "three"]
    versions = []
    for number, text in enumerate(texts):
        one = capture(home, url, None if text is None else text.encode(), f"run_{number}", at(number))
        with Writer(home) as writer:
            writer.add_captures([one])
            versions += [each.version for each in writer.add_articles([article(one, text)])]
    assert versions == [1, 2, 1, 3, 2, 4]


def test_versions_within_one_batch_keep_its_order(home: Home) -> None:
    captures = [capture(home, "file:///a.txt", text, "run_1") for text in (b"one", b"two", b"one")]
    other = capture(home, "file:///b.txt", b"one", "run_1")
    with Writer(home) as writer:
        given = [article(each, "x" * (1 + at % 2)) for at, each in enumerate(captures)]
        assert [each.version for each in writer.add_articles([*given, article(other, "x")])] == [1, 2, 1, 1]


def test_a_text_that_comes_back_is_the_latest_again(home: Home) -> None:
    seen = []
    for number, text in enumerate(["old", "new", "old"]):
        one = capture(home, "file:///a.txt", text.encode(), f"run_{number}", at(number))
        with Writer(home) as writer:
            writer.add_captures([one])
            writer.add_articles([article(one, text)])
        with Reader(home.writer_file) as reader:
            seen += [each.text for each in reader.latest_articles()]
            rows = reader.rows("articles")
    assert seen == ["old", "new", "old"]
    assert [(row["version"], row["first_seen_at"], row["last_seen_at"], row["is_latest"]) for row in rows] == [
        (1, at(0), at(2), True),
        (2, at(1), at(1), False),
    ]


def test_an_unreadable_answer_is_the_latest_but_not_within_a_run_that_also_read_it(home: Home) -> None:
    good = capture(home, "file:///a.txt", b"words", "run_1", at(0))
    bad = capture(home, "file:///a.txt", None, "run_1", at(0.1))
    with Writer(home) as writer:
        writer.add_captures([good, bad])
        writer.add_articles([article(good, "words"), article(bad, None)])
    with Reader(home.writer_file) as reader:
        assert [each.text for each in reader.latest_articles()] == ["words"]
    later = replace(bad, run_id="run_2", captured_at=at(5))
    with Writer(home) as writer:
        writer.add_captures([later])
        writer.add_articles([article(later, None)])
    with Reader(home.writer_file) as reader:
        assert [each.status for each in reader.latest_articles()] == ["unreadable"]


def test_a_better_reading_of_the_same_text_shows_without_a_new_version(home: Home) -> None:
    one = capture(home, "file:///a.txt", b"words", "run_1")
    with Writer(home) as writer:
        writer.add_captures([one])
        writer.add_articles([article(one, "words", title=None)])
        (better,) = writer.add_articles([article(one, "words", title="Found at last")])
    assert better.version == 1
    with Reader(home.writer_file) as reader:
        assert [each.title for each in reader.latest_articles()] == ["Found at last"]


def test_analysed_versions_are_skipped_even_when_they_had_no_claim(home: Home) -> None:
    story = Story(home)
    one = capture(home, "file:///c.txt", b"Nothing.", "run_1")
    with Writer(home) as writer:
        (empty,) = writer.add_articles([article(one, "Nothing.")])
        every = [*story.articles, empty]
        assert writer.unanalysed(every, CODE) == [empty]
        writer.add_claims([(empty.article_id, empty.version)], CODE, [])
        assert writer.unanalysed(every, CODE) == []
        assert writer.unanalysed(every, "code-2") == every


def test_claims_show_the_newest_code_that_analysed_the_version(home: Home) -> None:
    story = Story(home)
    courier = story.articles[0]
    newer = claim(courier, "Nine people died in the fire")
    with Writer(home, at(2)) as writer:
        writer.add_claims([(courier.article_id, courier.version)], "code-2", [newer])
    with Reader(home.writer_file) as reader:
        assert {one.claim_id for one in reader.latest_claims()} == {newer.claim_id, story.claims[1].claim_id}


def test_claims_can_be_asked_for_by_article_and_by_id_and_their_digest_changes_with_them(home: Home) -> None:
    story = Story(home)
    courier, post = story.articles
    with Reader(home.writer_file) as reader:
        every, before = reader.latest_claims(), {row[0]: row for row in reader.claim_digests()}
        assert reader.claims_of([(courier.article_id, courier.version)]) == [
            one for one in every if one.article_id == courier.article_id
        ]
        assert reader.claims([every[0].claim_id, "cl_nobody"]) == {every[0].claim_id: every[0]}
        assert (reader.claims_of([]), reader.claims([])) == ([], {})
        assert reader.texts([(post.article_id, post.version), ("art_x", 1)]) == {
            (post.article_id, post.version): post.text
        }
    assert {key: row[1:4] for key, row in before.items()} == {
        one.article_id: (one.version, one.outlet, 1) for one in story.articles
    }
    with Writer(home, at(2)) as writer:
        writer.add_claims([(courier.article_id, courier.version)], "code-2", [claim(courier, "in the fire")])
    with Reader(home.writer_file) as reader:
        after = {row[0]: row for row in reader.claim_digests()}
    assert after[courier.article_id] != before[courier.article_id]
    assert after[post.article_id] == before[post.article_id]


def test_what_a_code_said_of_a_version_stands(home: Home) -> None:
    story = Story(home)
    courier = story.articles[0]
    with Writer(home) as writer:
        writer.add_claims([(courier.article_id, courier.version)], CODE, [claim(courier, "in the fire")])
    with Reader(home.writer_file) as reader:
        assert {one.claim_id for one in reader.latest_claims()} == {one.claim_id for one in story.claims}


@pytest.mark.parametrize("start, end", [(0, 3), (1, 17), (-1, 15), (5, 5), (100, 116)])
def test_a_quote_out_of_place_is_refused_and_nothing_is_stored(home: Home, start: int, end: int) -> None:
    story = Story(home)
    courier = story.articles[0]
    good = claim(courier, "the fire")
    bad = replace(story.claims[0], claim_id="cl_bad", start_char=start, end_char=end)
    with Writer(home) as writer, pytest.raises(MisquotedClaim, match="cl_bad"):
        writer.add_claims([(courier.article_id, courier.version)], "code-2", [good, bad])
    with Writer(home) as writer:
        assert writer.unanalysed([courier], "code-2") == [courier]


def test_claims_and_conflicts_need_what_they_are_about(home: Home) -> None:
    story = Story(home)
    before = dump(home)
    stray = replace(story.claims[0], claim_id="cl_stray")
    with Writer(home) as writer:
        with pytest.raises(WarehouseError, match="without its key"):
            writer.add_claims([], "code-2", story.claims)
        with pytest.raises(WarehouseError, match="cl_stray, which is not stored"):
            writer.add_findings("run_1", [story.pair, conflict(stray, story.claims[1])], [], [])
        with pytest.raises(MisquotedClaim):
            writer.add_claims([("art_none", 1)], CODE, [replace(stray, article_id="art_none")])
    assert dump(home) == before


def test_findings_of_the_same_run_are_replaced_and_quality_too(home: Home) -> None:
    story = Story(home)
    store(home, "run_1", story.pair)
    with Writer(home) as writer:
        writer.add_quality([quality("run_1"), quality("run_0")])
        writer.add_quality([quality("run_1", success=False)])
        writer.add_findings("run_1", [], [], [])
    with Reader(home.writer_file) as reader:
        assert reader.conflict_rows() == []
        assert [(row["run_id"], row["success"]) for row in reader.rows("quality_results")] == [
            ("run_0", True),
            ("run_1", False),
        ]


def test_empty_batches_are_welcome(home: Home) -> None:
    with Writer(home) as writer:
        writer.add_captures([])
        assert writer.add_articles([]) == []
        assert writer.unanalysed([], CODE) == []
        writer.add_claims([], CODE, [])
        writer.add_findings("run_1", [], [], [])
        writer.add_quality([])
        writer.add_verdicts([])
    with Reader(home.writer_file) as reader:
        assert reader.last_run() is None
        assert reader.latest_articles() == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_strings_come_back_code_point_by_code_point(home: Home, text: str) -> None:
    one = capture(home, f"file:///{text}", text.encode(), text)
    with Writer(home) as writer:
        writer.add_captures([one])
        (kept,) = writer.add_articles([article(one, f"{text}|{text}", title=text, outlet=text)])
        claims = [claim(kept, text), claim(kept, f"|{text}", text)]
        writer.add_claims([(kept.article_id, kept.version)], CODE, claims)
        writer.add_findings(text, [replace(conflict(*claims), why=text)], [], [])
    with Reader(home.writer_file) as reader:
        assert reader.captures() == [one]
        assert reader.latest_articles() == [kept]
        assert {each.claim_id: each for each in reader.latest_claims()} == {each.claim_id: each for each in claims}
        assert reader.conflict_rows()[0]["why"] == text


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=2, max_size=80),
        min_size=30,
        max_size=30,
        unique=True,
    ),
    data=st.data(),
)
def test_any_quote_of_any_text_is_found_at_its_code_points(home: Home, texts: list[str], data: st.DataObject) -> None:
    captures = [capture(home, f"file:///{ids.sha256_text(text)}", text.encode(), "run_1") for text in texts]
    with Writer(home) as writer:
        articles = writer.add_articles([article(of, text) for of, text in zip(captures, texts, strict=True)])
        claims = []
        for each in articles:
            assert each.text is not None
            assert each.text_sha256 is not None
            start = data.draw(st.integers(0, len(each.text) - 1))
            end = data.draw(st.integers(start + 1, len(each.text)))
            found = ids.claim_id(each.article_id, each.text_sha256, start, end, None)
            quote = each.text[start:end]
            claims.append(replace(claim(each, each.text), claim_id=found, quote=quote, start_char=start, end_char=end))
        # MisquotedClaim would tell that DuckDB counts otherwise.
        writer.add_claims([(each.article_id, each.version) for each in articles], CODE, claims)


def test_a_lone_surrogate_is_refused_by_name(home: Home) -> None:
    one = capture(home, "file:///a.txt", b"x", "run_1")
    broken = replace(article(one, "x"), title="half \ud83d")
    with (
        Writer(home) as writer,
        pytest.raises(WarehouseError, match=f"cannot store title of Article '{broken.article_id}'"),
    ):
        writer.add_articles([broken])


def test_moments_with_a_zone_are_stored_in_utc(home: Home) -> None:
    moment = datetime(2031, 5, 4, 1, 30, tzinfo=timezone(timedelta(hours=-5)))
    one = replace(capture(home, "file:///a.txt", b"x", "run_1"), captured_at=moment)
    with Writer(home) as writer:
        writer.add_captures([one])
    with Reader(home.writer_file) as reader:
        (back,) = reader.captures()
    assert back.captured_at == moment.astimezone(UTC).replace(tzinfo=None)


def test_tables_carry_every_field_and_the_place_in_the_batch(home: Home) -> None:
    one = article(capture(home, "file:///a.txt", b"x", "run_1"), "x")
    table = to_table([one], Article)
    assert table.column_names[-1] == "ordinal"
    assert from_rows(Article, [tuple(table.drop(["ordinal"]).to_pylist()[0].values())]) == [one]
    assert isinstance(table["published_on"][0].as_py(), date)


def test_only_latest_texts_that_this_code_has_not_read_wait(home: Home) -> None:
    """What the reader hands out to analyse is what the writer says is unanalysed, and carries no more than it must."""
    first = capture(home, "https://a.example/1", b"one", "run-1")
    empty = capture(home, "https://a.example/2", None, "run-1")
    with Writer(home, MORNING) as writer:
        writer.add_captures([first, empty])
        read, unread = writer.add_articles([article(first, "A fire."), article(empty, None)])
    with Reader(home.writer_file) as reader:
        assert reader.unanalysed(CODE) == [read]
        assert sorted(reader.latest_texts()) == sorted((a.article_id, a.text_sha256, a.status) for a in (read, unread))
    with Writer(home, MORNING) as writer:
        writer.add_claims([(read.article_id, read.version)], CODE, [])
    with Reader(home.writer_file) as reader:
        assert reader.unanalysed(CODE) == []
        assert reader.unanalysed("code-2") == [read]
