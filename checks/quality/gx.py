"""The only door to Great Expectations: untyped modules, imported late, and quiet.

The import takes some five seconds of CPU; see `checks.quality.background`.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import warnings
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Great Expectations without its log lines, its telemetry and the deprecations of what it imports."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            # Its modules import deprecated parts of the standard library and of their own dependencies.
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            yield
    finally:
        logger.setLevel(level)


def load(module: str) -> Any:
    """A module of Great Expectations, untyped: its annotations do not hold what its classes accept."""
    return importlib.import_module(module)
