"""The command: answers, formats, errors in one line, exit statuses."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flow_runs import ROOT, Command, FirstRun

from flows.cli import main, parser
from flows.cli_read import as_table, harmless

HEAVY = ("prefect", "spacy", "great_expectations", "pandas", "pyarrow", "trafilatura", "httpx", "jinja2", "rich")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--nope"], ("--nope", "--home", "--questions")),
        (["sql", "SELECT 1", "--format", "xml"], ("xml", "parquet")),
        (["frobnicate"], ("frobnicate", "run", "sql")),
        (["run", "--home", "{tmp}/home"], ("no source given",)),
        (["run", "{tmp}/absent.html", "--home", "{tmp}/home"], ("absent.html", "no such file")),
        (["run", "{tmp}/bad.toml", "--home", "{tmp}/home"], ("bad.toml", "TOML")),
        (["run", "{tmp}/page.html", "--home", "{tmp}/foreign"], ("foreign", "not a Rashomon home")),
        (["serve", "https://a.example/feed?token=pw", "--home", "{tmp}/home"], ("token=***", "sources.toml")),
        (["run", "https://desk:pw@a.example/", "--home", "{tmp}/home"], ("a.example", "user name or password")),
        (["sql", "SELECT 1", "--home", "{tmp}/home"], ("no home", "rashomon run")),
        (["report", "--home", "{tmp}/home"], ("no home",)),
        (["trace", "cf_1", "--home", "{tmp}/home"], ("no home",)),
        (["verdict", "cf_1", "maybe"], ("maybe", "confirmed")),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(
    arguments: list[str], words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.toml").write_text("[[source\n")
    (tmp_path / "page.html").write_text("<p>x</p>")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.doc").write_text("mine")
    assert main([argument.replace("{tmp}", str(tmp_path)) for argument in arguments]) == 2
    message = said(capsys)
    assert message.startswith("rashomon: ")
    assert message.count("\n") == 1
    for word in words:
        assert word in message
    assert (tmp_path / "foreign" / "thesis.doc").read_text() == "mine"


def test_a_wrong_questions_file_is_named(command: Command, first_run: FirstRun, pages: Path, tmp_path: Path) -> None:
    (tmp_path / "q.toml").write_text("[[question]]\nid = 1\n")
    ended = command("run", pages, "--home", tmp_path / "home", "--questions", tmp_path / "q.toml")
    assert ended.status == 2
    assert "q.toml" in ended.err


def test_help_tells_of_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    for name in ("run", "sql", "report", "review", "verdict", "import-verdicts", "trace", "verify", "serve"):
        assert name in text


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["report"], ["trace", "x"], ["sql", "SELECT 1"]])
def test_quick_commands_import_nothing_heavy(arguments: list[str], first_run: FirstRun) -> None:
    where = [] if arguments[0].startswith("--") else ["--home", str(first_run.home)]
    code = (
        "import sys; from flows.cli import main; main(sys.argv[1:]);"
        f"print('HEAVY', sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, *where], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "HEAVY []" in done.stdout, done.stdout + done.stderr


def test_sql_in_every_format(first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query, home = "SELECT 1 AS one, '=x' AS two, NULL AS three", ["--home", str(first_run.home)]
    assert main(["sql", query, *home]) == 0
    assert capsys.readouterr().out.splitlines()[0].split() == ["one", "two", "three"]
    assert main(["sql", query, "--format", "json", *home]) == 0
    assert json.loads(capsys.readouterr().out) == [{"one": 1, "two": "=x", "three": None}]
    assert main(["sql", query, "--format", "csv", *home]) == 0
    assert capsys.readouterr().out == "one,two,three\n1,'=x,\n"
    assert main(["sql", query, "--format", "parquet", "--output", str(tmp_path / "x.parquet"), *home]) == 0
    assert (tmp_path / "x.parquet").read_bytes()[:4] == b"PAR1"


@pytest.mark.parametrize(
    "query", ["SELEKT 1", "SELECT * FROM nowhere", "DROP VIEW conflicts", "SELECT * FROM read_text('/etc/hostname')"]
)
def test_refused_sql_is_one_line(query: str, first_run: FirstRun, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", query, "--home", str(first_run.home)]) == 2
    assert said(capsys).count("\n") == 1


def test_report_and_trace(first_run: FirstRun, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(first_run.home)]
    assert main(["report", *home]) == 0
    assert Path(capsys.readouterr().out.strip()).is_file()
    main(["sql", "SELECT conflict_id FROM conflicts LIMIT 1", "--format", "csv", *home])
    conflict = capsys.readouterr().out.split()[1]
    assert main(["trace", conflict, *home]) == 0
    way = capsys.readouterr().out
    assert [
        word for word in ("conflict", "claim", "quote", "article", "capture", "bytes") if f"{word} " not in way
    ] == []
    assert main(["trace", "cf_nowhere", *home]) == 2


def test_a_changed_byte_is_found(first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    shutil.copytree(first_run.home, home, symlinks=True)
    kept = next((home / "raw").rglob("*.bin"))
    kept.chmod(0o644)
    kept.write_bytes(kept.read_bytes().replace(b"e", b"a", 1))
    assert main(["verify", "--home", str(home)]) == 1
    assert kept.stem[:8] in capsys.readouterr().out


def test_verdicts_are_saved_once_and_survive(
    first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(first_run.home, home, symlinks=True)
    where = ["--home", str(home)]
    main(["sql", "SELECT conflict_id FROM conflicts WHERE relation = 'conflict' LIMIT 1", "--format", "csv", *where])
    conflict = capsys.readouterr().out.split()[1]
    assert main(["verdict", conflict, "confirmed", "--reviewer", "Ada", "--note", "seen", *where]) == 0
    assert main(["verdict", conflict, "confirmed", "--reviewer", "Ada", "--note", "seen", *where]) == 0
    assert "already" in capsys.readouterr().out
    (tmp_path / "v.csv").write_text(f"conflict_id,verdict,reviewer\n{conflict},not_a_conflict,Ben\n")
    assert main(["import-verdicts", str(tmp_path / "v.csv"), *where]) == 0
    assert main(["import-verdicts", str(tmp_path / "v.csv"), *where]) == 0
    assert capsys.readouterr().out.split("\n")[-2] == "0 of 1 verdicts were new"
    main(["sql", "SELECT reviewer, verdict FROM verdicts ORDER BY given_at", "--format", "json", *where])
    assert json.loads(capsys.readouterr().out) == [
        {"reviewer": "Ada", "verdict": "confirmed"},
        {"reviewer": "Ben", "verdict": "not_a_conflict"},
    ]
    main(["sql", "SELECT * FROM verdicts", "--format", "json", *where])
    (tmp_path / "v.json").write_text(capsys.readouterr().out)
    assert main(["import-verdicts", str(tmp_path / "v.json"), *where]) == 0
    assert capsys.readouterr().out == "0 of 2 verdicts were new\n"


@pytest.mark.parametrize(
    "content", ["[1]", "{", '[{"conflict_id": "cf_x", "verdict": "confirmed"}]', '[{"verdict": "x"}]']
)
def test_a_wrong_file_of_verdicts_is_named(
    content: str, first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "v.json").write_text(content)
    assert main(["import-verdicts", str(tmp_path / "v.json"), "--home", str(first_run.home)]) == 2
    assert "v.json" in said(capsys)


def test_cells_are_cut_and_formulas_disarmed() -> None:
    assert "…" in as_table(["a"], [["x" * 200]])
    assert harmless("=1+1") == "'=1+1"
    assert harmless("plain") == "plain"
    assert harmless(-1) == -1


def test_every_command_takes_a_home() -> None:
    commands = next(action for action in parser()._actions if action.dest == "command").choices
    assert commands is not None
    for name in commands:
        assert "--home" in commands[name].format_help()
