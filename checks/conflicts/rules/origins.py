"""Same origin: one report told twice, such as an agency's story in two outlets, is one voice."""

from __future__ import annotations

from checks.conflicts.pairs import Pair, Signal


def same_origin(one: str | None, other: str | None) -> bool:
    """Whether two origins are known and one; an unknown origin is its own."""
    return one is not None and one == other


def one_origin(pair: Pair, signal: Signal) -> str | None:
    """Why two copies of one report are no two accounts, or None.

    A figure or a date that differs between the copies stays a finding: one of the copies changed it.
    """
    if pair.same_article or signal.kind in {"number", "date"} or not same_origin(pair.a.origin, pair.b.origin):
        return None
    return "both texts are copies of one report"
