"""Archives: what the network answered is kept as WARC, found again, and read from archives that others made."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from conftest import ARTICLE, HostileServer
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.news.collect import Collected, collect
from flows.news.exchange import Known
from flows.news.fetch import Fetcher
from flows.news.sources import Target
from flows.news.warc import WarcError, places, read_place
from warehouse.rawfiles import bytes_fault, read_raw

NOW = datetime(2025, 3, 4, 6)


def run(targets: list[Target], root: Path, fetcher: Fetcher, **more: object) -> Collected:
    return collect(targets, root / "raw", "run-1", NOW, fetcher, **more)  # type: ignore[arg-type]


def page(server: HostileServer, path: str) -> Target:
    return Target("Post", server.base + path, "page")


def records(path: Path) -> list[tuple[str, str, str]]:
    """Type, address and HTTP status of each record."""
    with path.open("rb") as file:
        return [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI") or "",
                record.http_headers.get_statuscode() if record.http_headers and record.rec_type != "request" else "",
            )
            for record in ArchiveIterator(file)
        ]


def checked(root: Path) -> str:
    """What `warcio check` has to say against the archives under the root."""
    files = [str(path) for path in sorted(root.rglob("*.warc.gz"))]
    assert files
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", *files], check=False, capture_output=True, text=True
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_request_and_answer_are_kept_as_they_went_over_the_wire(
    server: HostileServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    got = run([page(server, path) for path in ("/gzip", "/chunked", "/raw-deflate", "/members")], tmp_path, fetcher)
    first = got.captures[0]
    assert {capture.sha256 for capture in got.captures} == {first.sha256}
    assert first.raw_path == f"raw/{(first.sha256 or '')[:2]}/{first.sha256}.warc.gz"
    path = tmp_path / str(first.raw_path)
    assert read_raw(path) == ARTICLE.encode()
    assert [kind for kind, *_ in records(path)] == ["warcinfo", "response", "request"]
    plain = gzip.decompress(path.read_bytes())
    assert b"WARC/1.1" in plain
    assert b"GET /gzip HTTP/1.1" in plain
    assert b"rashomon/0.1.0 (+mailto:desk@example.org)" in plain
    assert gzip.compress(ARTICLE.encode())[10:60] in plain, "the body is kept as it came"
    assert checked(tmp_path) == ""


def test_the_same_answer_again_is_a_revisit(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    target = page(server, "/article")
    first, again = run([target], tmp_path, fetcher), run([target], tmp_path, fetcher)
    assert first.captures[0].capture_id == again.captures[0].capture_id
    assert first.captures[0].raw_path == again.captures[0].raw_path
    passed = tmp_path / again.visits[0].warc_path
    assert records(passed)[1] == ("revisit", target.url, "200")
    assert first.visits[0].warc_path == first.captures[0].raw_path
    assert checked(tmp_path) == ""


def test_redirects_and_failed_attempts_are_recorded_hop_by_hop(
    server: HostileServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    got = run([page(server, "/moved"), page(server, "/loop-a"), page(server, "/flaky")], tmp_path, fetcher)
    told = [(visit.url.removeprefix(server.base), visit.hop, visit.http_status, visit.location) for visit in got.visits]
    assert told == [
        ("/moved", 0, 301, "/article"),
        ("/article", 1, 200, None),
        ("/loop-a", 0, 302, "/loop-b"),
        ("/loop-b", 1, 302, "/loop-a"),
        ("/flaky", 0, 500, None),
        ("/flaky", 1, 200, None),
    ]
    for visit in got.visits:
        assert (visit.url, str(visit.http_status)) in {row[1:] for row in records(tmp_path / visit.warc_path)}
    assert checked(tmp_path) == ""


def test_a_password_in_a_link_of_the_network_is_neither_asked_nor_kept(
    server: HostileServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    lists = [Target("Post", server.base + path, "auto") for path in ("/user-feed", "/user-sitemap")]
    listed = run(lists, tmp_path / "lists", fetcher)
    assert len(listed.discovered) == 4
    got = run([page(server, "/to-user"), *listed.discovered], tmp_path / "pages", fetcher)
    assert {capture.final_url.partition("?")[0] for capture in got.captures} == {server.base + "/article"}
    assert got.visits[0].location == server.base + "/article"
    assert "hunter2" not in repr((listed.captures, listed.visits, got))
    kept = list((tmp_path / "pages").rglob("*.warc.gz"))
    assert kept
    assert not [path for path in kept if b"hunter2" in gzip.decompress(path.read_bytes())]
    assert checked(tmp_path) == ""


def known_from(got: Collected, root: Path) -> Known:
    capture = got.captures[0]
    path = root / str(capture.raw_path)
    return Known(
        capture.final_url,
        capture.http_status,
        capture.headers,
        capture.media_type,
        str(capture.raw_path),
        lambda: read_raw(path),
    )


def test_what_has_not_changed_is_confirmed_and_the_304_kept(
    server: HostileServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    target = page(server, "/tagged")
    first = run([target], tmp_path, fetcher)
    known = known_from(first, tmp_path)
    again = run([target], tmp_path, fetcher, known=lambda url: known)
    assert again.captures == first.captures
    assert again.articles == first.articles
    assert [visit.http_status for visit in again.visits] == [304]
    assert records(tmp_path / again.visits[0].warc_path)[1] == ("revisit", target.url, "304")
    assert b"server-not-modified" in gzip.decompress((tmp_path / again.visits[0].warc_path).read_bytes())
    server.etag = '"2"'
    changed = run([target], tmp_path, fetcher, known=lambda url: known)
    assert [visit.http_status for visit in changed.visits] == [200]
    assert checked(tmp_path) == ""


def test_a_confirmed_answer_that_was_lost_is_asked_for_anew(
    server: HostileServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    target = page(server, "/tagged")
    first = run([target], tmp_path, fetcher)
    known = known_from(first, tmp_path)
    (tmp_path / str(first.captures[0].raw_path)).unlink()
    again = run([target], tmp_path, fetcher, known=lambda url: known)
    assert again.captures[0].capture_id == first.captures[0].capture_id
    assert [visit.http_status for visit in again.visits] == [304, 200]
    assert read_raw(tmp_path / str(again.captures[0].raw_path)) == ARTICLE.encode()


def test_a_304_that_nobody_asked_for_is_an_error(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    got = run([page(server, "/unasked-304")], tmp_path, fetcher)
    assert "304" in str(got.captures[0].error)
    assert [article.status for article in got.articles] == ["unreadable"]


def test_a_changed_archive_is_found_and_written_anew(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    capture = run([page(server, "/article")], tmp_path, fetcher).captures[0]
    path = tmp_path / str(capture.raw_path)
    good = path.read_bytes()
    for at in (len(good) // 3, len(good) // 2, len(good) - 30):
        path.write_bytes(good[:at] + bytes([good[at] ^ 0x20]) + good[at + 1 :])
        assert bytes_fault(tmp_path, capture.raw_path, capture.sha256, capture.byte_count)
    path.write_bytes(good[:-100])
    assert bytes_fault(tmp_path, capture.raw_path, capture.sha256, capture.byte_count)
    run([page(server, "/article")], tmp_path, fetcher)
    assert bytes_fault(tmp_path, capture.raw_path, capture.sha256, capture.byte_count) is None


def theirs(path: Path, *answers: tuple[str, str, str, bytes], zipped: bool = True) -> Path:
    """An archive as another crawler writes it: date, address, content type and body of each answer."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=zipped)
        for moment, url, kind, body in answers:
            headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.0")
            record = writer.create_warc_record(
                url,
                "response",
                io.BytesIO(body),
                len(body),
                warc_headers_dict={"WARC-Date": moment},
                http_headers=headers,
            )
            writer.write_record(record)
    return path


@pytest.mark.parametrize("zipped", [True, False])
def test_pages_of_an_archive_that_others_made(tmp_path: Path, fetcher: Fetcher, zipped: bool) -> None:
    edited = ARTICLE.replace("two metres", "three metres")
    archive = theirs(
        tmp_path / ("crawl.warc.gz" if zipped else "crawl.warc"),
        ("2024-06-02T10:00:00Z", "https://post.example/flood", "text/html", edited.encode()),
        ("2024-06-01T10:00:00Z", "https://post.example/flood", "text/html", ARTICLE.encode()),
        ("2024-06-01T10:00:01Z", "https://post.example/logo.png", "image/png", b"\x89PNG\r\n"),
        ("2024-06-01T10:00:02Z", "https://post.example/robots.txt", "text/plain", b"User-agent: *"),
        zipped=zipped,
    )
    listing = run([Target("crawl", archive.as_uri(), "warc")], tmp_path, fetcher)
    assert (listing.captures, listing.articles) == ((), ())
    got = run(list(listing.discovered), tmp_path, fetcher)
    assert [capture.captured_at for capture in got.captures] == [datetime(2024, 6, 1, 10), datetime(2024, 6, 2, 10)]
    assert {capture.final_url for capture in got.captures} == {"https://post.example/flood"}
    assert ["three" in (article.text or "") for article in got.articles] == [False, True]
    assert got.visits == (), "nobody was asked"
    assert checked(tmp_path / "raw") == ""


def test_our_own_archives_are_a_source_too(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    first = run([page(server, "/gzip")], tmp_path, fetcher)
    archive = tmp_path / str(first.captures[0].raw_path)
    listing = run([Target("ours", archive.as_uri(), "warc")], tmp_path / "other", fetcher)
    got = run(list(listing.discovered), tmp_path / "other", fetcher)
    assert [(one.final_url, one.sha256) for one in got.captures] == [
        (one.final_url, one.sha256) for one in first.captures
    ]
    assert [article.text for article in got.articles] == [article.text for article in first.articles]


def test_a_damaged_archive_gives_what_stands_before_the_damage(tmp_path: Path, fetcher: Fetcher) -> None:
    answers = [("2024-06-01T10:00:00Z", f"https://post.example/{n}", "text/html", ARTICLE.encode()) for n in range(3)]
    archive = theirs(tmp_path / "crawl.warc.gz", *answers)
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) - 200])
    listing = run([Target("crawl", archive.as_uri(), "warc")], tmp_path, fetcher)
    assert len(listing.discovered) >= 2
    got = run(list(listing.discovered), tmp_path, fetcher)
    assert [article.status for article in got.articles][:2] == ["ok", "ok"]
    for name, junk in (("empty.warc", b""), ("noise.warc.gz", b"\x1f\x8b" + bytes(range(200)))):
        (tmp_path / name).write_bytes(junk)
        told = run([Target("crawl", (tmp_path / name).as_uri(), "warc")], tmp_path, fetcher)
        assert told.captures[0].error
        assert [article.status for article in told.articles] == ["unreadable"]


def test_a_bomb_in_an_archive_is_refused(tmp_path: Path, fetcher: Fetcher) -> None:
    archive = theirs(
        tmp_path / "big.warc.gz", ("2024-06-01T10:00:00Z", "https://post.example/x", "text/html", bytes(3_000_000))
    )
    listing = run([Target("crawl", archive.as_uri(), "warc")], tmp_path, fetcher)
    got = run(list(listing.discovered), tmp_path, fetcher)
    assert "longer than the limit" in str(got.captures[0].error)


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=400),
    st.integers(0, 900),
    st.sampled_from([b"WARC/1.1\r\n", b"WARC/1.0\r\nWARC-Type: response\r\n", b""]),
)
def test_any_bytes_are_an_archive_or_refused(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int, head: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.warc"
    record = theirs(path, ("2024-06-01T10:00:00Z", "https://post.example/x", "text/html", b"<p>x</p>"), zipped=False)
    good = record.read_bytes()
    path.write_bytes(head + good[:at] + junk + good[at:])
    try:
        for place in places(path):
            read_place(path, place.offset, 10_000)
    except WarcError as refused:
        assert str(refused)


def test_a_capture_of_an_older_home_is_still_read(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    """Before there were archives, the decoded bytes were kept as they are; a 304 may confirm them."""
    first = run([page(server, "/tagged")], tmp_path, fetcher)
    capture = first.captures[0]
    old = tmp_path / str(capture.raw_path).replace(".warc.gz", ".bin")
    old.write_bytes(ARTICLE.encode())
    (tmp_path / str(capture.raw_path)).unlink()
    assert bytes_fault(tmp_path, old.relative_to(tmp_path).as_posix(), capture.sha256, capture.byte_count) is None
    known = replace(known_from(first, tmp_path), content=lambda: read_raw(old))
    again = run([page(server, "/tagged")], tmp_path, fetcher, known=lambda url: known)
    assert tmp_path / str(again.captures[0].raw_path) == old
