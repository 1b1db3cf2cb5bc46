"""The exports: each read back by its own standard's library or schema, and safe against hostile words."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from itertools import pairwise
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest
import report_sample as s
from prov.model import ProvDocument
from test_report_page import HOSTILE, hostile_input

from checks.reports import ReportInput, build, cut_down, to_json
from checks.reports.exports import Packet, exports, packet, packet_problems
from checks.reports.exports.tables import FORMULA_STARTS

SCHEMA = json.loads(files("checks.reports").joinpath("discrepancies.schema.json").read_text("utf-8"))


def sample_data(**other: Any) -> dict[str, Any]:
    return json.loads(to_json(build(s.sample(**other))))


def exported(data: dict[str, Any], name: str) -> str:
    return exports(data, s.run())[name].decode()


@pytest.mark.parametrize(
    "given",
    [s.sample(), s.sample(quality=(s.quality(False),)), s.sample(claims={}), ReportInput(run=s.run()), hostile_input()],
    ids=["plain", "failed", "no claims", "empty", "hostile"],
)
def test_the_json_keeps_to_its_published_schema(given: ReportInput) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(to_json(build(given))))


def test_the_schema_refuses_what_it_does_not_know() -> None:
    data = sample_data()
    data["discrepancies"][0]["conflicts"][0]["relation"] = "quarrel"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(data)


def test_equal_data_gives_equal_bytes() -> None:
    assert exports(build(s.sample()), s.run()) == exports(build(s.sample()), s.run())


def test_csv_has_every_pair_and_no_formula() -> None:
    text = s.article("=cmd|' /C calc'!A0", "@SUM(1) is what nine people said in the end.", "https://x.example/1", None)
    said = s.claim(text, "@SUM(1) is what nine people said")
    pair = s.conflict("number", said, s.fourteen, "+1 against -1")
    data = sample_data(
        articles=(text, s.post),
        claims={**s.CLAIMS, said.claim_id: said},
        conflicts=(pair,),
        discrepancies=(s.discrepancy("number", "-2+3?", 0.5),),
    )
    rows = list(csv.DictReader(io.StringIO(exported(data, "discrepancies.csv"), newline="")))
    assert len(rows) == 1
    assert not [cell for row in rows for cell in row.values() if cell.startswith(FORMULA_STARTS)]
    assert rows[0]["quote_a"] == "'" + said.quote
    assert rows[0]["outlet_a"].startswith("'=cmd")


def test_parquet_has_the_words_as_they_are() -> None:
    data = sample_data()
    table = pq.read_table(io.BytesIO(exports(data, s.run())["discrepancies.parquet"]))
    pairs = [pair for finding in data["discrepancies"] for pair in finding["conflicts"]]
    assert table.column("conflict_id").to_pylist() == [pair["conflict_id"] for pair in pairs]
    assert table.column("quote_b").to_pylist() == [pair["passages"][1]["quote"] for pair in pairs]
    assert str(table.schema.field("start_a").type) == "int64"


def test_markdown_shows_hostile_words_as_words() -> None:
    text = exported(json.loads(to_json(build(hostile_input()))), "summary.md")
    assert "<" not in text
    assert "\u202e" not in text
    assert not re.search(r"(?<!\\)[\[`]", text)
    assert "// " not in text and "://" not in text.replace("\\:", "")
    assert "Was the captain on the bridge" in exported(sample_data(), "summary.md")


def test_provenance_is_read_by_the_prov_library_and_leads_to_captures() -> None:
    text = exported(sample_data(), "provenance.json")
    document = ProvDocument.deserialize(content=text, format="json")
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document
    derived = {
        (str(record.args[0]), str(record.args[1]))
        for record in document.get_records()
        if record.get_type().localpart == "Derivation"
    }
    way = [f"ra:{s.injured.conflict_id}", f"ra:{s.nine.claim_id}", f"ra:{s.courier.article_id}:v1"]
    way.append(f"ra:{s.courier.capture_id}")
    assert set(pairwise(way)) <= derived


def evidence() -> Packet:
    data = sample_data()
    finding = next(each for each in data["discrepancies"] if each["discrepancy_id"] == "d_number")
    cut = cut_down(data, finding)
    articles = {article.article_id: article for article in (s.courier, s.post, s.herald)}
    texts = {key: str(articles[key].text) for key in cut["articles"]}
    captures = {str(articles[key].text_sha256): text.encode() for key, text in texts.items()}
    return Packet(cut, texts, captures)


def test_a_packet_proves_itself() -> None:
    content = packet(evidence())
    assert content == packet(evidence())
    assert packet_problems(content) == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("discrepancy.html").decode()
        assert "How many people were injured?" in page
        assert "raw/" not in page
        assert len([name for name in archive.namelist() if name.startswith("captures/")]) == 2


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("texts/", lambda content: content.replace(b"Nine", b"Four"), "SHA-256 differs"),
        ("captures/", lambda content: content + b" ", "bytes that were read are not in the packet"),
        ("manifest.json", lambda content: content.replace(b"Nine people", b"Four people"), "has other words"),
        ("manifest.json", lambda content: b"{}", "not an evidence packet"),
        ("discrepancy.json", lambda content: content.replace(b"Nine people", b"Four people"), "SHA-256 differs"),
    ],
)
def test_a_changed_packet_is_found(name: str, change: Any, says: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packet(evidence()))) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry.startswith(name) else content)
    assert any(says in problem for problem in packet_problems(out.getvalue()))


def test_what_is_no_packet_is_said_so() -> None:
    assert "not an evidence packet" in packet_problems(b"%PDF-1.7")[0]


def test_a_verdict_on_a_hostile_note_stays_text() -> None:
    noted = replace(s.verdict(s.bridge, "confirmed", HOSTILE, 9, HOSTILE), given_at=datetime(2031, 10, 11))
    graph = json.loads(exported(sample_data(verdicts=(noted,)), "claimreview.jsonld"))["@graph"]
    assert graph[0]["author"]["name"] == HOSTILE
