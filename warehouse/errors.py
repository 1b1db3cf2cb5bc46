"""What can go wrong with a warehouse: every message is one line that names the input and the remedy.

The names tell what is the matter (`HomeLocked`), so they do without the suffix Error.
"""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse could not do what was asked, and stands as it was; the message says what to do next."""


class HomeError(WarehouseError):
    """The home folder cannot be used as it is."""


class NotOurHome(HomeError):
    """The folder holds something else: choose another `--home`, or an empty folder."""


class HomeMissing(HomeError):
    """There is no home yet: run `rashomon run` first, or name the right `--home`."""


class HomeLocked(HomeError):
    """Another process works on this home: wait until it ends."""


class NewerHome(HomeError):
    """A newer Rashomon made this home: use that version or a later one."""


class MisquotedClaim(WarehouseError):
    """A claim's quote is not the text at its offsets: a fault of the extractor, and nothing of the batch was stored."""


class QueryError(WarehouseError):
    """The SQL was refused or failed: correct the statement."""


class TraceError(WarehouseError):
    """No such id, or several that begin so: give an id (or more of it) that the warehouse has."""


def one_line(error: BaseException) -> str:
    """The first telling line of an error's message."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
