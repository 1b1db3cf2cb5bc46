"""Retries: only for failures that may pass by themselves, later each time, and never before the server allows it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

TRANSIENT_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
FIRST_PAUSE_S = 0.5
LONGEST_S = 86_400.0


def is_transient(http_status: int | None, error: str | None) -> bool:
    """Whether asking again may help: a busy or failing server, a lost connection, a body that ended early."""
    if http_status in TRANSIENT_STATUS:
        return True
    if error is None or "certificate" in error.lower():
        return False
    return error.startswith(("no answer", "the body ended early"))


def pause_s(attempt: int, retry_after_s: float | None, chance: float) -> float:
    """Seconds before the next attempt: doubling, with jitter (`chance` in 0..1), or what the server asked for."""
    own = FIRST_PAUSE_S * 2.0 ** (attempt - 1) * (0.5 + chance / 2)
    return own if retry_after_s is None else max(own, retry_after_s)


def retry_after_s(header: str | None, now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After header (RFC 9110, 10.2.3: a number or a date), at most a day; None without one."""
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(float(text), LONGEST_S)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    left = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(left, 0.0), LONGEST_S)
