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

_PREFIX = "run-"


@contextmanager
def drafted(home: Home) -> Iterator[Path]:
    """A folder for the next report; it is shown when the block ends well, and removed when it does not.

    Raises OSError when it cannot be written.
    """
    home.reports.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home.reports))
    try:
        draft.chmod(0o755)
        yield draft
        _show(home, draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    for other in home.reports.glob(f"{_PREFIX}*"):
        if other.name != draft.name:
            shutil.rmtree(other, ignore_errors=True)


def write_report(data: Mapping[str, Any], run: Run, folder: Path) -> None:
    """The page, the data and the exports of a report. Raises OSError."""
    (folder / "discrepancies.json").write_text(to_json(data), "utf-8")
    (folder / "discrepancies.html").write_text(render_html(data), "utf-8")
    (folder / "exports").mkdir()
    for name, content in exports(data, run).items():
        (folder / "exports" / name).write_bytes(content)


def _show(home: Home, draft: Path) -> None:
    link = home.reports / f".latest-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(draft.name)
    link.replace(home.latest)
