"""A failed run beside the last good one, past reports made again, retention, backup and restore, notices, artifacts."""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fault_runs import run
from flow_hook import Hook
from flow_runs import FirstRun

from flows.cli import main
from flows.publish import GateFailed, Outcome
from warehouse.home import Home
from warehouse.ids import capture_id, sha256_bytes
from warehouse.query import run_sql
from warehouse.records import Capture
from warehouse.snapshot import publish
from warehouse.verify import verify
from warehouse.write import Writer


def conflicts(home: Home) -> tuple[tuple[Any, ...], ...]:
    return run_sql(home, "SELECT conflict_id, status, last_run FROM conflicts ORDER BY ALL").rows


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("prefect_server")
def test_a_failed_run_leaves_the_last_good_one_beside_it(
    first_run: FirstRun, tmp_path: Path, webhook: type[Hook], capsys: pytest.CaptureFixture[str]
) -> None:
    """End to end: what everybody sees after a morning on which nothing answered."""
    home = Home.open(Path(shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)))
    before, good_report = conflicts(home), files(home.latest.resolve())
    with pytest.raises(GateFailed) as failure:
        run(["http://127.0.0.1:9/story"], home.path)
    assert "captures.something_answered" in failure.value.outcome.broken
    failed = json.loads((home.latest / "discrepancies.json").read_text("utf-8"))
    assert (failed["gate"]["state"], failed["gate"]["last_good"]) == ("failed", before[0][2])
    page = (home.latest / "discrepancies.html").read_text("utf-8")
    assert "Do not rely on this run" in page
    assert 'href="../last-good/discrepancies.html"' in page
    assert files(home.last_good_report.resolve()) == good_report
    assert conflicts(home) == before
    assert run_sql(home, "SELECT gate FROM runs ORDER BY run_seq").rows == (("passed",), ("failed",))
    assert run_sql(home, "SELECT count(*) FROM quality_results WHERE NOT success AND severity = 'critical'").rows != (
        (0,),
    )
    assert [row[0] for row in run_sql(home, "SELECT gate FROM reports ORDER BY report_seq").rows] == [
        "passed",
        "failed",
    ]
    assert verify(home) == []
    assert main(["report", "--home", str(home.path)]) == 0
    assert "failed its gate; the last good report is" in capsys.readouterr().err
    assert main(["sql", "SELECT 1", "--home", str(home.path)]) == 0
    assert "failed its gate" in capsys.readouterr().err
    (notice,) = webhook.told
    assert (notice["gate"], notice["run_id"]) == ("failed", failure.value.outcome.run_id)
    assert "captures.something_answered" in notice["text"]


def test_what_is_new_is_told_and_a_webhook_that_fails_is_no_failure(
    webhook: type[Hook], capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.notify import notice_of, notify

    outcome = Outcome(
        "run_1", "passed", 3, 9, {"number": 1}, 1, (), (), Path("/r.html"), (("new", "high", "How many?"),)
    )
    assert notify(notice_of(outcome))
    assert webhook.told[0]["new"] == [{"status": "new", "severity": "high", "question": "How many?"}]
    assert "- How many? (new, high)" in webhook.told[0]["text"]
    webhook.status = 500
    assert not notify(notice_of(outcome))
    said = capsys.readouterr().err
    assert "HTTP 500" in said
    assert "secret-token" not in said


def test_nobody_is_told_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.notify import notify

    monkeypatch.delenv("RASHOMON_WEBHOOK", raising=False)
    assert not notify({"text": "x"})


def test_prefect_shows_summary_quality_and_report(prefect_server: str, first_run: FirstRun, tmp_path: Path) -> None:
    import httpx

    shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)
    with pytest.raises(GateFailed):
        run(["http://127.0.0.1:9/another"], tmp_path / "home")
    shown = httpx.post(f"{prefect_server}/artifacts/latest/filter", json={}, trust_env=False).json()
    data = {artifact["key"]: artifact["data"] for artifact in shown}
    assert "FAILED" in data["rashomon-summary"]
    assert "captures.something_answered" in data["rashomon-quality"]
    assert "discrepancies.html" in data["rashomon-report"]


def test_any_past_report_is_made_again_byte_for_byte(
    first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home.open(Path(shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)))
    was = files(home.latest.resolve())
    del was["exports/openlineage.jsonl"]  # tells when the run was, and is of the run, not of the report
    ((run_id,),) = run_sql(home, "SELECT run_id FROM runs").rows
    shutil.rmtree(home.latest.resolve())
    again = tmp_path / "again"
    assert main(["report", "--run", str(run_id)[:9], "--output", str(again), "--home", str(home.path)]) == 0
    assert files(again) == was
    assert main(["report", "--run", "run_none", "--home", str(home.path)]) == 2
    kept = next(home.archive.glob("*.tar.gz"))
    kept.write_bytes(kept.read_bytes()[:-9] + b"x" * 9)
    assert [problem.kind for problem in verify(home)][:1] == ["report"]
    assert main(["report", "--run", str(run_id), "--output", str(tmp_path / "x"), "--home", str(home.path)]) == 1
    assert "backup" in capsys.readouterr().err


def old_feed(home: Home, when: datetime) -> Path:
    """A feed that was read long ago: bytes that no article rests on."""
    content = b"<rss/>"
    digest = sha256_bytes(content)
    path = home.raw / digest[:2] / f"{digest}.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    url = "https://feed.example/rss"
    raw_path = path.relative_to(home.path).as_posix()
    key = capture_id(url, url, 200, digest, None)
    seen = Capture(key, "feed", url, url, 200, "text/xml", digest, len(content), when, raw_path, None, "run_old", ())
    with Writer(home, when) as writer:
        writer.add_captures([seen])
    return path


def test_retention_takes_only_what_nothing_cites(
    first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home.open(Path(shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)))
    ((ended,),) = run_sql(home, "SELECT finished_at FROM runs").rows
    feed = old_feed(home, ended - timedelta(days=100))
    young = home.raw / "young.bin"
    young.write_bytes(b"a run is about to name it")
    leftover = home.raw / ".part-x"
    leftover.write_bytes(b"half")
    os.utime(leftover, (0, 0))
    cited = {path for path in home.raw.rglob("*.bin") if path not in (feed, young)}
    publish(home)
    arguments = ["prune", "--report-days", "0", "--raw-days", "90", "--home", str(home.path)]
    assert main(arguments) == 0
    assert "2 files would be" in capsys.readouterr().out
    assert feed.exists()
    assert main([*arguments, "--apply"]) == 0
    assert [feed.exists(), leftover.exists(), young.exists()] == [False, False, True]
    assert all(path.exists() for path in cited)
    assert verify(home) == []
    ((found,),) = run_sql(home, "SELECT capture_id FROM captures WHERE source = 'feed'").rows
    assert main(["trace", str(found), "--home", str(home.path)]) == 0
    assert "pruned at" in capsys.readouterr().out
    feed.write_bytes(b"not it")
    assert [problem.id for problem in verify(home)][:1] == [found]


def test_a_backup_is_a_home_again(first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, place = tmp_path / "home.tar.gz", tmp_path / "restored"
    home = Home.open(Path(shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)))
    assert main(["backup", str(file), "--home", str(home.path)]) == 0
    assert main(["backup", str(file), "--home", str(home.path)]) == 2
    assert file.stat().st_mode & 0o077 == 0
    assert main(["restore", str(file), "--home", str(place)]) == 0
    assert "every hash" in capsys.readouterr().out
    assert conflicts(Home.open(place)) == conflicts(home)
    assert files(Home.open(place).latest.resolve()) == files(home.latest.resolve())
    assert main(["restore", str(file), "--home", str(place)]) == 2
    (tmp_path / "no.tar").write_bytes(b"no backup")
    assert main(["restore", str(tmp_path / "no.tar"), "--home", str(tmp_path / "new")]) == 1
    assert not (tmp_path / "new").exists()


def test_a_damaged_writers_file_is_made_again_from_the_snapshot(
    first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home.open(Path(shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)))
    before = conflicts(home)
    content = bytearray(home.writer_file.read_bytes())
    content[4096 : len(content) // 2] = bytes(len(content) // 2 - 4096)  # the headers of the database, and blocks
    home.writer_file.write_bytes(content)
    assert main(["backup", str(tmp_path / "b.tar"), "--home", str(home.path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    shutil.copyfile(home.snapshot, home.writer_file)
    publish(home)
    assert (conflicts(home), verify(home)) == (before, [])


@pytest.mark.usefixtures("prefect_server")
def test_an_article_that_the_code_cannot_digest_is_told_and_stops_nothing(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from checks.claims import extract

    def fragile(articles: Any) -> Any:
        if any("31 people" in article.text for article in articles):
            raise RecursionError("too deep")
        return extract(articles)

    places = ("flows.analyse.extract", "checks.claims.extract")
    for place in places:
        monkeypatch.setattr(place, fragile)
    home = Home.open(tmp_path / "home", create=True)
    with pytest.raises(GateFailed) as failure:
        run([str(pages)], home.path)
    assert failure.value.outcome.broken == ("claims.model_error_share",)
    assert "claims.articles_analysed" in failure.value.outcome.warnings
    head = (home.latest / "discrepancies.html").read_text("utf-8").partition('<section class="gate"')[2]
    assert "<b>claims</b>: model_error_share" in head.partition("</section>")[0]
    ((silent,),) = run_sql(home, "SELECT article_id FROM analysis_errors").rows
    assert str(silent) in (home.latest / "quality" / "index.html").read_text("utf-8")
    ((error,),) = run_sql(home, "SELECT error FROM analysis_errors").rows
    assert error == "RecursionError: too deep"
    assert run_sql(home, "SELECT count(DISTINCT outlet) FROM claims").rows == ((2,),)
    for place in places:
        monkeypatch.setattr(place, extract)
    run([str(pages)], home.path)
    assert run_sql(home, "SELECT count(*) FROM analysis_errors").rows == ((0,),)
    assert run_sql(home, "SELECT count(DISTINCT outlet) FROM claims").rows == ((3,),)
