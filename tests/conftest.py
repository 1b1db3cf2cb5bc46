"""For all tests: Prefect keeps to a folder that goes away with them, and tells nobody."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from flows import settings

PREFECT = Path(tempfile.mkdtemp(prefix="rashomon-tests-"))
settings.set_prefect_api(None)
settings.prepare_prefect(PREFECT)

# Everything is reported by then. Prefect leaves threads behind, and DuckDB complains at length about what they hold.
atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
atexit.register(shutil.rmtree, PREFECT, ignore_errors=True)
