"""Tracing to the bytes, and finding whatever was changed."""

import random
from pathlib import Path

import pytest
from warehouse_samples import Story, article, capture, dump, position, run, store

from warehouse.db import connect
from warehouse.errors import TraceError, WarehouseError
from warehouse.home import Home
from warehouse.lineage import Problem, Step, trace, verify
from warehouse.schema import PUBLIC_VIEWS
from warehouse.snapshot import publish
from warehouse.write import Writer


@pytest.fixture
def story(home: Home) -> Story:
    told = Story(home)
    store(home, "run_1", told.pair)
    lost = capture(home, "file:///lost.txt", None, "run_1")
    with Writer(home) as writer:
        writer.add_captures([lost])
        writer.add_articles([article(lost, None)])
        writer.add_run(run("run_2"))
        writer.add_findings("run_2", [told.pair], [], [position(told.claims[0])])
    publish(home)
    return told


def kinds(steps: list[Step]) -> list[tuple[int, str]]:
    return [(step.depth, step.kind) for step in steps]


CLAIM_DOWN = [(0, "claim"), (1, "quote"), (1, "article"), (2, "capture"), (3, "bytes")]


def deeper(steps: list[tuple[int, str]], by: int) -> list[tuple[int, str]]:
    return [(depth + by, kind) for depth, kind in steps]


def test_every_kind_of_id_is_traced_to_its_bytes(home: Home, story: Story) -> None:
    pair = [(0, "conflict"), *deeper(CLAIM_DOWN, 1), *deeper(CLAIM_DOWN, 1)]
    courier = story.articles[0]
    expected = {
        "dis_1": [(0, "discrepancy"), *deeper(pair, 1)],
        story.pair.conflict_id: pair,
        story.claims[1].claim_id: CLAIM_DOWN,
        f"{courier.article_id}@1": deeper(CLAIM_DOWN[2:], -1),
        courier.article_id: deeper(CLAIM_DOWN[2:], -1),
        story.captures[0].capture_id: deeper(CLAIM_DOWN[3:], -2),
        story.claims[0].claim_id[:12]: CLAIM_DOWN,
    }
    for wanted, steps in expected.items():
        assert kinds(trace(home, wanted)) == steps
        assert [step for step in trace(home, wanted) if step.problem] == []


def test_a_trace_says_the_words_and_where_they_stand(home: Home, story: Story) -> None:
    claim, quote, version, seen, raw = trace(home, story.claims[1].claim_id)
    assert claim.says == "police, in Post"
    assert (quote.id, quote.says) == ("0-25", "«The fire killed 14 people»")
    assert version.id == f"{story.articles[1].article_id}@1"
    assert "file:///post.txt" in version.says
    assert "run_1" in seen.says
    assert raw.id == story.captures[1].sha256


@pytest.mark.parametrize("wanted", ["nothing", "", "cl_zz", "'; --", "%", "_"])
def test_an_unknown_id_is_named(home: Home, story: Story, wanted: str) -> None:
    with pytest.raises(TraceError, match="no id begins") as caught:
        trace(home, wanted)
    assert repr(wanted) in str(caught.value)
    assert story.pair.conflict_id not in str(caught.value)


def test_an_ambiguous_beginning_names_what_it_may_mean(home: Home, story: Story) -> None:
    with pytest.raises(TraceError, match="begins several ids") as caught:
        trace(home, "cl_")
    assert story.claims[0].claim_id in str(caught.value)


def test_an_unpublished_home_is_told(home: Home) -> None:
    for look in (lambda: trace(home, "x"), lambda: verify(home)):
        with pytest.raises(WarehouseError, match="nothing is published"):
            look()


def test_a_whole_warehouse_has_no_problem(home: Home, story: Story) -> None:
    assert story.pair
    assert verify(home) == []


def problems(home: Home, where: str) -> list[tuple[str, str]]:
    return [(one.kind, one.says) for one in verify(home) if one.where == where]


def test_any_flipped_byte_of_a_capture_is_found(home: Home, story: Story) -> None:
    seen = story.captures[0]
    assert seen.raw_path is not None
    path = home.path / seen.raw_path
    good = path.read_bytes()
    for at in (0, len(good) // 2, len(good) - 1):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        assert {(one.kind, one.id) for one in verify(home)} == {("capture", seen.capture_id)}
    assert "the bytes were changed" in str(trace(home, seen.capture_id)[-1].problem)
    path.write_bytes(good[:-1])
    assert "instead of" in str(verify(home)[0].says)
    path.unlink()
    assert "cannot be read" in str(verify(home)[0].says)
    assert "cannot be read" in str(trace(home, story.pair.conflict_id)[5].problem)


@pytest.mark.parametrize("name", ["warehouse.duckdb", *[f"parquet/{view}.parquet" for view in PUBLIC_VIEWS]])
def test_any_flipped_byte_of_a_published_file_is_found(home: Home, story: Story, name: str) -> None:
    assert story.pair
    path = home.path / name
    good = path.read_bytes()
    for at in (len(good) - 1, len(good) // 2):
        path.write_bytes(good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :])
        assert Problem(name, "file", name, "is not the file that was published: its bytes were changed") in verify(home)
    path.unlink()
    if name != "warehouse.duckdb":
        assert problems(home, name) == [("file", "cannot be read: No such file or directory")]


def test_a_flipped_byte_of_the_writers_file_is_found_or_changes_nothing(home: Home, story: Story) -> None:
    """Not every byte of the file is in use; one that is cannot change unseen."""
    assert story.pair
    good, rows, moments = home.writer_file.read_bytes(), dump(home), random.Random(5)
    found = 0
    for _ in range(25):
        at = moments.randrange(len(good))
        home.writer_file.write_bytes(good[:at] + bytes([good[at] ^ (1 << moments.randrange(8))]) + good[at + 1 :])
        if problems(home, "writer.duckdb"):
            found += 1
        else:
            assert dump(home) == rows
    home.writer_file.write_bytes(good)
    assert verify(home) == []


@pytest.mark.parametrize("table, column", [("core.article_version", "text"), ("core.claim", "quote")])
def test_any_flipped_letter_of_a_text_or_quote_is_found(home: Home, story: Story, table: str, column: str) -> None:
    assert story.pair
    sql = f"UPDATE {table} SET {column} = overlay WHERE {column} = whole"
    for whole in {told.text for told in story.articles} if column == "text" else {c.quote for c in story.claims}:
        assert whole is not None
        for at in random.Random(3).sample(range(len(whole)), 6):
            flipped = whole[:at] + chr(ord(whole[at]) ^ 1) + whole[at + 1 :]
            for old, new in ((whole, flipped), (flipped, whole)):
                con = connect(home.writer_file)
                con.execute(sql.replace("overlay", "$new").replace("whole", "$old"), {"new": new, "old": old})
                con.close()
                assert bool(problems(home, "writer.duckdb")) == (new == flipped), (at, whole)


TAMPERED = [
    ("UPDATE core.article_version SET text = replace(text, 'Nine', 'Five')", "its text does not have its SHA-256"),
    (
        "UPDATE core.article_version SET text = replace(text, 'Nine', 'Five')",
        "its quote is not the text at its offsets",
    ),
    ("UPDATE core.article_version SET text = NULL", "its text does not have its SHA-256"),
    ("UPDATE core.claim SET quote = quote || '!'", "its quote is not the text at its offsets"),
    ("UPDATE core.claim SET start_char = start_char + 1", "its quote is not the text at its offsets"),
    ("UPDATE core.claim SET speaker = 'somebody'", "its id does not follow from its text, place and speaker"),
    ("UPDATE core.claim SET claim_id = claim_id || '0'", "its id does not follow from its text, place and speaker"),
    ("UPDATE core.claim SET code_version = 'other'", "no analysis gave it"),
    ("DELETE FROM core.claim", "it is about a claim that is not stored"),
    ("INSERT INTO core.claim FROM core.claim", "it is stored twice for code code-1"),
    ("UPDATE raw.capture SET final_url = 'file:///other.txt'", "its id does not follow from"),
    ("UPDATE raw.capture SET byte_count = 3 WHERE raw_path IS NOT NULL", "bytes instead of 3"),
    ("UPDATE raw.capture SET raw_path = '../outside' WHERE raw_path IS NOT NULL", "lie outside the home"),
    ("UPDATE raw.capture SET raw_path = NULL", "names bytes without a path"),
    ("DELETE FROM raw.capture", "which is not stored"),
    ("DELETE FROM raw.sighting", "it was never seen"),
    ("INSERT INTO raw.capture FROM raw.capture", "it is stored twice"),
    ("DELETE FROM core.article_reading", "no capture gave it"),
    ("DELETE FROM core.article_version", "it was read but its text is not stored"),
    ("UPDATE core.article_version SET version = 2", "its versions do not count"),
    ("UPDATE out.conflict SET passage_key = 'pk_0'", "its passage key does not follow"),
    ("UPDATE out.position SET quote = 'Ten people died'", "its quote is not the quote of claim"),
]


@pytest.mark.parametrize("sql, says", TAMPERED)
def test_tampered_rows_are_found_in_both_databases(home: Home, story: Story, sql: str, says: str) -> None:
    assert story.pair
    con = connect(home.writer_file)
    con.execute(sql)
    con.close()
    assert any(says in told for _, told in problems(home, "writer.duckdb"))
    assert problems(home, "warehouse.duckdb") == []
    publish(home)
    assert any(says in told for _, told in problems(home, "warehouse.duckdb"))


def test_a_verdict_stored_twice_is_found(home: Home, story: Story) -> None:
    con = connect(home.writer_file)
    for _ in range(2):
        con.execute(
            "INSERT INTO out.verdict (verdict_id, conflict_id, passage_key, verdict, reviewer, note, given_at, "
            "code_version) VALUES ('v', ?, 'k', 'confirmed', 'Ada', NULL, now()::TIMESTAMP, 'c')",
            [story.pair.conflict_id],
        )
    con.close()
    assert ("verdict", "it is stored twice") in problems(home, "writer.duckdb")


def test_a_damaged_link_is_a_step_with_a_problem(home: Home, story: Story) -> None:
    con = connect(home.writer_file)
    con.execute("DELETE FROM raw.capture; DELETE FROM core.claim WHERE quote LIKE 'Nine%'")
    con.close()
    publish(home)
    steps = trace(home, story.pair.conflict_id)
    assert [step.kind for step in steps if step.problem] == ["claim", "capture"]


def test_what_cannot_be_looked_at_is_a_problem(home: Home, story: Story, tmp_path: Path) -> None:
    assert story.pair
    home.writer_file.write_bytes(b"garbage" * 5000)
    assert [told[:24] for _, told in problems(home, "writer.duckdb")] == ["could not be looked at: "]
    home.writer_file.rename(tmp_path / "elsewhere")
    assert [told[:24] for _, told in problems(home, "writer.duckdb")] == ["could not be looked at: "]
    (home.path / "published.json").unlink()
    assert [kind for kind, _ in problems(home, "published.json")] == ["file"]


def test_a_link_that_leads_out_of_the_home_is_found(home: Home, story: Story, tmp_path: Path) -> None:
    seen = story.captures[0]
    assert seen.raw_path is not None
    path = home.path / seen.raw_path
    path.rename(tmp_path / "bytes")
    path.symlink_to(tmp_path / "bytes")
    assert any("outside the home" in one.says for one in verify(home))
