"""Rough handling: verdict files and packets as no program of ours writes them are refused in a line, or do no harm."""

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import report_sample as s
from report_home import groups, judged, made, published

from checks.reports import ReportInput, build, render_html, to_json
from checks.reports.exports import Packet, packet, packet_problems
from flows.cli_packet import verify_packet
from flows.verdicts import MOST_BYTES, MOST_CHARS, VerdictError, given, read_file
from warehouse.home import Home

ROW = {"conflict_id": s.injured.conflict_id, "verdict": "not_a_conflict"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = made(tmp_path_factory.mktemp("rough"))
    published(home, s.sample(verdicts=()))
    return home


def written(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"["),
        ("a.json", b"[" * 100_000),
        ("a.json", b'"verdict"'),
        ("a.json", b"[1, 2]"),
        ("a.json", b"\xff\xfe\x00["),
        ("a.jsonl", b'{"verdict": "confirmed"}\n{'),
        ("a.csv", b"verdict,note\nconfirmed," + b"x" * 200_000),
    ],
)
def test_a_file_that_holds_no_verdicts_is_refused_in_a_line(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(VerdictError, match=name) as told:
        read_file(written(tmp_path, name, content))
    assert "\n" not in str(told.value)


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(VerdictError, match="import it in parts"):
        read_file(path)


@pytest.mark.parametrize(
    "row",
    [
        {**ROW, "verdict": "=HYPERLINK(1)"},
        {**ROW, "verdict": ["confirmed"]},
        {**ROW, "conflict_id": ""},
        {**ROW, "given_at": "yesterday"},
        {**ROW, "given_at": "0001-01-01T00:00:00+05:00"},
        {**ROW, "note": "x" * (MOST_CHARS["note"] + 1)},
        {**ROW, "reviewer": "x" * (MOST_CHARS["reviewer"] + 1)},
    ],
)
def test_a_row_that_is_no_verdict_is_named(home: Home, row: dict[str, Any]) -> None:
    with pytest.raises(VerdictError, match="file, row 2"):
        given(home, [ROW, row], "Ada", "file")


def test_half_characters_formulas_and_strange_passages_do_no_harm(tmp_path: Path) -> None:
    home = made(tmp_path)
    published(home, s.sample(verdicts=()))
    rows = [
        {**ROW, "note": "cut \ud83d off\0", "reviewer": "=1+1"},
        {"passage_key": "pk_of_another_home", "verdict": "confirmed", "reviewer": "Ada"},
    ]
    assert judged(home, *given(home, rows, "Ada", "file")) == 2
    assert judged(home, *given(home, rows, "Ada", "file")) == 0
    data = published(home, s.sample(verdicts=()), "run_2")
    assert groups(data)["d_number"] == "settled"
    (finding,) = [each for each in data["discrepancies"] if each["discrepancy_id"] == "d_number"]
    told = finding["conflicts"][0]["verdict"]
    assert (told["reviewer"], told["note"]) == ("=1+1", "cut ? off\ufffd")
    table = (home.latest / "exports" / "discrepancies.csv").read_text("utf-8")
    assert "'=1+1" in table and ",=1+1" not in table


@pytest.fixture(scope="module")
def packed() -> bytes:
    data = build(s.sample())
    finding = next(each for each in data["discrepancies"] if each["discrepancy_id"] == "d_number")
    cited = {side["article_id"] for pair in finding["conflicts"] for side in pair["passages"]}
    read = [each for each in s.sample().articles if each.article_id in cited]
    alone = {**data, "discrepancies": [finding], "articles": {key: data["articles"][key] for key in cited}}
    texts = {each.article_id: each.text or "" for each in read}
    return packet(Packet(alone, texts, {str(each.text_sha256): (each.text or "").encode() for each in read}))


def contents(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_no_flipped_bit_changes_a_packet_unseen(packed: bytes) -> None:
    assert packet_problems(packed) == []
    good, chance = contents(packed), random.Random(6)
    for _ in range(300):
        flipped = bytearray(packed)
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        if not packet_problems(bytes(flipped)):
            assert contents(bytes(flipped)) == good  # A date or a mode in the zip's own table: nothing of the packet.


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def told_otherwise(change: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, bytes]], Any]:
    def changed(files: dict[str, bytes]) -> None:
        manifest = json.loads(files["manifest.json"])
        change(manifest)
        files["manifest.json"] = json.dumps(manifest).encode()

    return changed


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.update({"../../etc/cron.d/x": b"*"}),
        lambda files: files.update({"manifest.json": b"[]"}),
        lambda files: files.update({"manifest.json": b"[" * 100_000}),
        lambda files: files.update({"discrepancy.json": b"[]"}),
        told_otherwise(lambda told: told.update(quotes=None)),
        told_otherwise(lambda told: told.update(quotes=[])),
        told_otherwise(lambda told: told.update(files=list(told["files"]))),
        told_otherwise(lambda told: told["quotes"][0].update(article_id="../../etc/passwd")),
        told_otherwise(lambda told: told["quotes"][0].update(start="0")),
    ],
)
def test_a_forged_packet_is_told_and_nothing_is_unpacked(packed: bytes, change: Callable[[Any], Any]) -> None:
    files = contents(packed)
    change(files)
    assert packet_problems(zipped(files))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[packet_problems.__module__], "MOST_BYTES", 10_000_000)
    assert "unpacks to more than" in packet_problems(zipped({"big.bin": bytes(10_000_001)}))[0]


def test_what_a_packet_says_cannot_write_over_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = zipped(
        {"manifest.json": b'{"format": "rashomon-evidence-1", "files": {}, "quotes": []}', "\x1b[2Jfine": b""}
    )
    assert verify_packet(written(tmp_path, "p.zip", content)) == 1
    assert "\x1b" not in capsys.readouterr().out


UNREAD = s.walled


@pytest.mark.parametrize(
    ("articles", "says"),
    [((), "No article was obtained."), ((s.courier,), "Every source that was given could be read."),
     ((UNREAD,), "What these say is not in this report.")],
    ids=["none", "one", "only unreadable"],
)  # fmt: skip
def test_a_report_of_next_to_nothing_says_what_it_could_not_see(articles: tuple[Any, ...], says: str) -> None:
    data = build(ReportInput(run=s.run(), articles=articles))
    assert data["counts"]["articles"] == len(articles)
    assert says in render_html(data)
    assert json.loads(to_json(data))["discrepancies"] == []
