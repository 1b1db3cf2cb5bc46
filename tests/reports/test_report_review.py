"""`rashomon review`: a real server on loopback, asked by a browser, by a stranger, and killed in the middle."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import report_sample as s
from playwright.sync_api import BrowserContext
from report_home import groups, made, published

from flows.review import ReviewServer, address, make_server
from flows.verdict_spool import waiting
from warehouse.home import Home
from warehouse.read import Reader

ROW = {"conflict_id": s.injured.conflict_id, "verdict": "confirmed", "note": "<b>"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = made(tmp_path_factory.mktemp("review"))
    published(home, s.sample(verdicts=()))
    return home


@contextmanager
def serving(home: Home, reviewer: str = "Ada") -> Iterator[ReviewServer]:
    with make_server(home, reviewer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def server(home: Home) -> Iterator[ReviewServer]:
    with serving(home) as server:
        yield server


def ask(
    server: ReviewServer, path: str, data: Any = None, token: str | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    con = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    body = None if data is None else json.dumps(data)
    told = {"Host": f"127.0.0.1:{server.server_port}", "Content-Type": "application/json"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    where = f"/{server.token if token is None else token}/{path}"
    con.request("GET" if data is None else "POST", where, body, told | named)
    answer = con.getresponse()
    content = answer.read()
    con.close()
    return answer.status, dict(answer.getheaders()), content


def stored(home: Home) -> list[tuple[str, str, str | None]]:
    with Reader(home.snapshot) as reader:
        return [(verdict.reviewer, verdict.verdict, verdict.note) for verdict in reader.verdicts()]


def test_a_saved_verdict_is_in_the_published_warehouse(server: ReviewServer, home: Home) -> None:
    status, _, content = ask(server, "verdicts", {"verdicts": [ROW]})
    assert (status, json.loads(content)["saved"]) == (200, 1)
    assert ("Ada", "confirmed", "<b>") in stored(home)
    _, _, content = ask(server, "verdicts")
    told = json.loads(content)
    assert told["reviewer"] == "Ada"
    assert ROW["conflict_id"] in {row["conflict_id"] for row in told["verdicts"]}


def test_the_page_may_ask_only_its_own_server(server: ReviewServer) -> None:
    status, headers, content = ask(server, "reports/latest/discrepancies.html")
    assert status == 200
    assert b"default-src &#39;none&#39;; connect-src &#39;self&#39;; " in content
    assert b'<body data-review="Ada"' in content
    assert (headers["Referrer-Policy"], headers["X-Frame-Options"]) == ("no-referrer", "DENY")
    assert ask(server, "")[1]["Location"].endswith("/reports/latest/discrepancies.html")


def test_a_capture_is_handed_over_and_never_shown(server: ReviewServer, home: Home) -> None:
    name = next((home.path / "raw").rglob("*.bin")).relative_to(home.path).as_posix()
    status, headers, _ = ask(server, name)
    assert status == 200
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == "attachment"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["warehouse.duckdb", "reports/../warehouse.duckdb", "reports/%2e%2e/writer.duckdb", "raw/..%2f.rashomon-home"],
)
def test_nothing_else_of_the_home_is_served(server: ReviewServer, path: str) -> None:
    assert ask(server, path)[0] == 404


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("guess", {}),
        ("", {}),
        (None, {"Host": "evil.example"}),
        (None, {"Host": "evil.example:80"}),
        (None, {"Origin": "https://evil.example"}),
        (None, {"Origin": "null"}),
    ],
)
def test_strangers_are_refused(server: ReviewServer, home: Home, token: str | None, headers: dict[str, str]) -> None:
    before = stored(home)
    assert ask(server, "verdicts", {"verdicts": [ROW | {"note": "stranger"}]}, token, **headers)[0] == 403
    assert ask(server, "reports/latest/discrepancies.html", None, token, **headers)[0] == 403
    assert stored(home) == before


@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [
        ({"verdicts": [ROW]}, {"Content_Type": "text/plain"}, 415),
        ({"verdicts": [ROW | {"verdict": "nonsense"}]}, {}, 400),
        ({"verdicts": [ROW | {"conflict_id": "cf_none"}]}, {}, 400),
        ({"verdicts": "x"}, {}, 400),
        ([], {}, 400),
        ({"verdicts": [ROW]}, {"Content_Length": "99999999"}, 413),
    ],
)
def test_what_is_not_understood_is_said_and_not_saved(
    server: ReviewServer, home: Home, data: Any, headers: dict[str, str], status: int
) -> None:
    before = stored(home)
    answered, _, content = ask(server, "verdicts", data, **headers)
    assert answered == status
    assert json.loads(content)["error"]
    assert stored(home) == before


def test_while_a_run_holds_the_home_a_verdict_is_safe_and_waits(server: ReviewServer, home: Home) -> None:
    with home.lock():
        status, _, content = ask(server, "verdicts", {"verdicts": [ROW | {"verdict": "extraction_error"}]})
        assert (status, json.loads(content)["waiting"]) == (200, True)
        assert [verdict.verdict for _, batch in waiting(home) for verdict in batch] == ["extraction_error"]
    ask(server, "verdicts", {"verdicts": [ROW | {"verdict": "withdrawn"}]})
    assert waiting(home) == []
    assert [word for _, word, _ in stored(home)][-2:] == ["extraction_error", "withdrawn"]


def test_a_killed_server_loses_nothing_that_it_answered(tmp_path: Path) -> None:
    home = made(tmp_path)
    published(home, s.sample(verdicts=()))
    command = [sys.executable, "-m", "flows.cli", "review", "--home", str(home.path), "--reviewer", "Ada"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        where = urlsplit(running.stdout.readline().split()[0])
        con = http.client.HTTPConnection("127.0.0.1", int(where.port or 0), timeout=60)
        token = where.path.split("/")[1]
        con.request("POST", f"/{token}/verdicts", json.dumps({"verdicts": [ROW]}), {"Content-Type": "application/json"})
        assert con.getresponse().status == 200
        os.kill(running.pid, signal.SIGKILL)
        con.close()
    assert stored(home) == [("Ada", "confirmed", "<b>")]


def test_a_round_in_the_browser_is_in_the_next_report(
    server: ReviewServer, home: Home, context: BrowserContext
) -> None:
    said: list[str] = []
    asked: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address(server) + "#d=d_assessment")
    page.keyboard.press("2")
    page.locator("article[id='d=d_assessment'] .outcome", has_text="saved").wait_for()
    page.keyboard.press("n")
    page.keyboard.type("two views")
    page.keyboard.press("Enter")
    page.locator("article[id='d=d_silence']").get_by_role("button", name="Extraction error").click()
    page.locator("article[id='d=d_silence'] .outcome", has_text="saved").wait_for()
    page.keyboard.press("u")
    page.locator("article[id='d=d_silence'] button[aria-pressed=true]").wait_for(state="detached")
    page.reload()
    page.locator("article[id='d=d_assessment'] button[aria-pressed=true]").wait_for()
    for _ in range(100):
        if stored(home)[-1][1] == "withdrawn":
            break
        page.wait_for_timeout(50)
    assert [row for row in stored(home) if row[2] == "two views"] == [("Ada", "not_a_conflict", "two views")]
    assert stored(home)[-1][1] == "withdrawn"
    data = published(home, s.sample(), "run_2")
    assert groups(data)["d_assessment"] == "settled"
    assert groups(data)["d_silence"] != "settled"
    assert {urlsplit(url).netloc for url in asked} == {f"127.0.0.1:{server.server_port}"}
    assert said == []


def test_one_pair_judged_by_key_is_saved_alone_and_shown_again(tmp_path: Path, context: BrowserContext) -> None:
    home = made(tmp_path)
    published(home, s.sample(verdicts=()))
    with serving(home) as server:
        page = context.new_page()
        page.goto(address(server) + "#d=d_negation")
        card = page.locator("article[id='d=d_negation']")
        page.keyboard.press("p")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Pair 1 of 2"
        page.keyboard.press("2")
        card.locator(":scope > .alone .outcome", has_text="saved").wait_for()
        assert len(stored(home)) == 1
        page.keyboard.press("p")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Pair 2 of 2"
        page.keyboard.press("1")
        page.keyboard.press("n")
        page.keyboard.type("the log says so")
        page.keyboard.press("Enter")
        card.locator(".others .outcome", has_text="saved").wait_for()
        page.keyboard.press("u")  # The note; the verdict stands.
        page.keyboard.press("p")  # From the last pair back to the whole.
        assert page.evaluate("document.activeElement.id") == "d=d_negation"
        page.reload()
        card.locator(":scope > .judge .outcome", has_text="2 of 2 pairs judged one by one, saved").wait_for()
        pressed = card.locator(".alone button[aria-pressed=true]")
        assert [" ".join(words.split()) for words in pressed.all_text_contents()] == ["2 Not a conflict", "1 Confirmed"]
    with Reader(home.snapshot) as reader:
        told = {(row.conflict_id, row.verdict, row.note) for row in reader.verdicts()}
    first, second = (item["conflict_id"] for item in pairs_of(home, "d_negation"))
    assert {(first, "not_a_conflict", None), (second, "confirmed", None)} <= told
    assert {row[0] for row in told} == {first, second}
    (finding,) = [
        each for each in published(home, s.sample(), "run_2")["discrepancies"] if each["discrepancy_id"] == "d_negation"
    ]
    assert finding["verdict"] == "confirmed"
    assert finding["group"] != "settled"


def pairs_of(home: Home, finding: str) -> list[dict[str, Any]]:
    """The pairs of a finding in the order of the page."""
    data = json.loads((home.latest / "discrepancies.json").read_text("utf-8"))
    return next(list(each["conflicts"]) for each in data["discrepancies"] if each["discrepancy_id"] == finding)
