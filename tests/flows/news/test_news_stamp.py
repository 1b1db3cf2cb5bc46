"""Time stamps: the list of hashes is written, the authority is asked, and what it refuses is told."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from conftest import HostileServer

from flows import settings
from flows.news.collect import collect
from flows.news.fetch import Fetcher
from flows.news.sources import Target
from flows.news.stamp import StampError, check, request_of, stamp
from warehouse.records import Capture


@pytest.fixture
def captures(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> tuple[Capture, ...]:
    targets = [Target("Post", server.base + path, "page") for path in ("/article", "/nowhere", "/loop-a")]
    return collect(targets, tmp_path / "raw", "run", datetime(2025, 3, 4), fetcher).captures


def test_a_run_is_stamped(server: HostileServer, captures: tuple[Capture, ...], tmp_path: Path) -> None:
    place = stamp(captures, tmp_path / "raw", server.base + "/stamp", "rashomon", allow_private=True)
    listing = place.with_suffix(".txt")
    rows = [row.split("  ") for row in listing.read_text().splitlines()]
    assert {tuple(row) for row in rows} == {(one.sha256, one.raw_path) for one in captures if one.sha256}
    assert listing.stem == hashlib.sha256(listing.read_bytes()).hexdigest()
    assert bytes.fromhex(listing.stem) in place.read_bytes()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/stamp?no", "refused (status 2)"),
        ("/article", "no time stamp"),
        ("/nowhere", "HTTP 404"),
        ("/gzip-bomb", "limit"),
    ],
)
def test_what_is_no_stamp_is_told(
    server: HostileServer, captures: tuple[Capture, ...], tmp_path: Path, path: str, reason: str
) -> None:
    with pytest.raises(StampError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        stamp(captures, tmp_path / "raw", server.base + path, "rashomon", allow_private=True)
    assert list((tmp_path / "raw" / "stamps").glob("*.tsr")) == []


def test_an_authority_on_a_private_address_is_refused(
    server: HostileServer, captures: tuple[Capture, ...], tmp_path: Path
) -> None:
    with pytest.raises(StampError, match="not a public address"):
        stamp(captures, tmp_path / "raw", server.base + "/stamp", "rashomon", allow_private=False)
    assert server.seen["/stamp"] == 0


def test_a_stamp_of_something_else_is_none() -> None:
    with pytest.raises(StampError, match="something else"):
        check(b"\x30\x05\x30\x03\x02\x01\x00", b"x" * 32)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_the_request_is_what_openssl_reads(tmp_path: Path) -> None:
    query = tmp_path / "query.tsq"
    query.write_bytes(request_of(hashlib.sha256(b"list").digest()))
    command = ["openssl", "ts", "-query", "-in", str(query), "-text"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Hash Algorithm: sha256" in told
    assert "Certificate required: yes" in told


def test_no_authority_is_asked_unless_one_is_named() -> None:
    assert settings.read({}).timestamp_url is None
