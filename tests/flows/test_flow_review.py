"""`rashomon review`: a real server on loopback, asked as a browser would, and as a stranger would."""

from __future__ import annotations

import re
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flow_runs import FirstRun

from flows.review import make_server
from warehouse.home import Home
from warehouse.read import Reader


@pytest.fixture
def home(first_run: FirstRun, tmp_path: Path) -> Home:
    shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)
    return Home.open(tmp_path / "home")


@pytest.fixture
def address(home: Home) -> Iterator[str]:
    with make_server(home, "Ada") as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def ask(address: str, form: dict[str, str] | None = None, host: str | None = None) -> tuple[int, str]:
    data = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(address, data, {"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_verdict_given_in_the_form_is_saved(address: str, home: Home) -> None:
    status, page = ask(f"{address}/")
    token = re.search(r"name=token value='([^']+)'", page)
    conflict = re.search(r"name=conflict_id value='([^']+)'", page)
    assert status == 200
    assert token
    assert conflict
    form = {"token": token[1], "conflict_id": conflict[1], "verdict": "confirmed", "note": "<b>"}
    status, page = ask(f"{address}/", form)
    assert status == 200
    assert "class=said>confirmed" in page
    with Reader(home.snapshot) as reader:
        (verdict,) = reader.verdicts()
    assert (verdict.reviewer, verdict.verdict, verdict.note) == ("Ada", "confirmed", "<b>")


def test_the_report_is_served_beside_it(address: str) -> None:
    assert ask(f"{address}/report/discrepancies.html")[0] == 200
    assert ask(f"{address}/report/../../warehouse.duckdb")[0] == 404
    assert ask(f"{address}/nowhere")[0] == 404


def test_strangers_are_refused(address: str, home: Home) -> None:
    assert ask(f"{address}/", host="evil.example")[0] == 403
    assert ask(f"{address}/", {"token": "guess", "conflict_id": "cf", "verdict": "confirmed"})[0] == 403
    with Reader(home.snapshot) as reader:
        assert reader.verdicts() == []
