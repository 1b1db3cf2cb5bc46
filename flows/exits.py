"""How a command ends: its exit status, and the errors that lead to one."""

from __future__ import annotations

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


class UsageError(Exception):
    """The command cannot be carried out as given: one line that names the input and the remedy."""


class Failed(Exception):
    """The command was carried out, and the answer is no; the message is one line."""
