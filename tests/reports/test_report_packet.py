"""`rashomon packet` and `rashomon verify PACKET` as commands: made in a home, checked where there is none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import report_sample as s
from report_home import made, published

from warehouse.home import Home

ROOT = Path(__file__).parents[2]
Files = dict[str, bytes]


def rashomon(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, in this folder."""
    told = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = made(tmp_path_factory.mktemp("packet"))
    published(home, s.sample())
    return home


@pytest.fixture(scope="module")
def packed(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packed")
    ended = rashomon(folder, "packet", "d_number", "--home", home.path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "d_number.zip\n", "")
    return folder / "d_number.zip"


def altered(packed: Path, into: Path, change: Callable[[Files], None]) -> Path:
    """The packet with its files changed, and zipped again."""
    with zipfile.ZipFile(packed) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(into / "altered.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into / "altered.zip"


def one(files: Files, start: str) -> str:
    return next(name for name in sorted(files) if name.startswith(start))


def test_a_packet_is_whole_and_good_far_from_its_home(packed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mailed.zip"
    copy.write_bytes(packed.read_bytes())
    ended = rashomon(tmp_path, "verify", copy)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "every file, quote, offset and hash of the packet is as it was packed\n"
    assert not (tmp_path / "rashomon-home").exists()


def test_it_can_be_named_by_a_conflict_of_it_and_put_elsewhere(home: Home, packed: Path, tmp_path: Path) -> None:
    beginning = s.injured.conflict_id[:14]
    ended = rashomon(tmp_path, "packet", beginning, "--home", home.path, "--output", "evidence.zip")
    assert (ended.returncode, ended.stdout) == (0, "evidence.zip\n")
    assert (tmp_path / "evidence.zip").read_bytes() == packed.read_bytes()


@pytest.mark.parametrize(("wanted", "says"), [("d_nowhere", "no discrepancy"), ("d_n", "2 discrepancies")])
def test_a_wrong_id_is_said_and_nothing_is_written(home: Home, tmp_path: Path, wanted: str, says: str) -> None:
    ended = rashomon(tmp_path, "packet", wanted, "--home", home.path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert says in ended.stderr and wanted in ended.stderr and "FROM discrepancies" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def change_text(files: Files) -> None:
    name = one(files, "texts/")
    files[name] = files[name].replace(b"e", b"a", 1)


def change_page(files: Files) -> None:
    files["discrepancy.html"] += b"<p>and more</p>"


def change_bytes(files: Files) -> None:
    files[one(files, "captures/")] += b" "


def take_capture(files: Files) -> None:
    del files[one(files, "captures/")]


def take_manifest(files: Files) -> None:
    del files["manifest.json"]


def add_file(files: Files) -> None:
    files["captures/planted.bin"] = b"planted"


def edited_manifest(files: Files, edit: Callable[[dict[str, Any]], None]) -> None:
    manifest = json.loads(files["manifest.json"])
    edit(manifest)
    files["manifest.json"] = json.dumps(manifest).encode()


def change_id(files: Files) -> None:
    edited_manifest(files, lambda told: told["quotes"][0].update(claim_id="cl_forged"))


def change_speaker(files: Files) -> None:
    edited_manifest(files, lambda told: told["quotes"][0].update(speaker="Somebody Else"))


def move_quote(files: Files) -> None:
    edited_manifest(files, lambda told: told["quotes"][0].update(start=0))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (change_text, "its SHA-256 differs"),
        (change_page, "discrepancy.html: is not the file that was packed"),
        (change_bytes, "its SHA-256 differs"),
        (take_capture, ".bin: is missing"),
        (take_manifest, "not an evidence packet"),
        (add_file, "captures/planted.bin: is not in the manifest"),
        (change_id, "cl_forged: its id does not follow"),
        (change_speaker, "its id does not follow"),
        (move_quote, "has other words"),
    ],
)
def test_whatever_was_changed_is_found(
    packed: Path, tmp_path: Path, change: Callable[[Files], None], says: str
) -> None:
    ended = rashomon(tmp_path, "verify", altered(packed, tmp_path, change))
    assert ended.returncode == 1
    assert says in ended.stdout
    found = ended.stdout.splitlines()
    assert found[-1] == f"{len(found) - 1} problem{'' if len(found) == 2 else 's'}"


def test_a_packet_that_is_not_there_or_none_is_said_so(tmp_path: Path) -> None:
    ended = rashomon(tmp_path, "verify", "absent.zip")
    assert ended.returncode == 2
    assert "absent.zip" in ended.stderr
    (tmp_path / "letter.zip").write_bytes(b"Dear all")
    ended = rashomon(tmp_path, "verify", "letter.zip")
    assert (ended.returncode, "not an evidence packet" in ended.stdout) == (1, True)


def test_without_the_captured_bytes_there_is_no_packet(home: Home, tmp_path: Path) -> None:
    kept = next(path for path in (home.path / "raw").rglob("*.bin") if s.COURIER.encode() == path.read_bytes())
    aside = kept.rename(tmp_path / "aside")
    try:
        ended = rashomon(tmp_path, "packet", "d_number", "--home", home.path, "--output", "p.zip")
    finally:
        aside.rename(kept)
    assert ended.returncode == 1
    assert kept.name in ended.stderr
    assert not (tmp_path / "p.zip").exists()
