"""The files of a report: written beside the shown ones, then shown at once.

`reports/latest` is a link to the folder of the report that is shown, so that readers see the old report or the new one,
whole, and a run that dies in between leaves the old one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from checks.reports import render_html, to_json
from checks.reports.exports import exports
from warehouse.home import Home
from warehouse.records import Run
from warehouse.snapshot import keep_good_snapshot

_PREFIX = "run-"


@contextmanager
def drafted(home: Home) -> Iterator[Path]:
    """A folder for the next report; it is shown when the block ends well, and removed when it does not.

    Raises OSError when it cannot be written.
    """
    home.reports.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home.reports))
    try:
        draft.chmod(0o750)
        yield draft
        _show(home, draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _clear(home)


def keep_good(home: Home) -> None:
    """Let `reports/last-good` and `last-good/warehouse.duckdb` be what is published now: the run passed its gate."""
    _link(home.last_good_report, home.latest.readlink())
    keep_good_snapshot(home)
    _clear(home)


def write_report(data: Mapping[str, Any], run: Run, folder: Path) -> None:
    """The page, the data and the exports of a report. Raises OSError."""
    (folder / "discrepancies.json").write_text(to_json(data), "utf-8")
    (folder / "discrepancies.html").write_text(render_html(data), "utf-8")
    (folder / "exports").mkdir()
    for name, content in exports(data, run).items():
        (folder / "exports" / name).write_bytes(content)


def _show(home: Home, draft: Path) -> None:
    _link(home.latest, Path(draft.name))


def _link(place: Path, target: Path) -> None:
    link = place.with_name(f".{place.name}-{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    link.replace(place)


def _clear(home: Home) -> None:
    """Remove the folders of reports that are neither shown nor the last good one."""
    shown = {link.readlink().name for link in (home.latest, home.last_good_report) if link.is_symlink()}
    for other in home.reports.glob(f"{_PREFIX}*"):
        if other.name not in shown:
            shutil.rmtree(other, ignore_errors=True)
