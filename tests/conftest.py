"""For all tests."""

from __future__ import annotations

import atexit
import os

# Everything is reported by then. Prefect leaves threads behind, and DuckDB complains at length about what they hold.
atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
