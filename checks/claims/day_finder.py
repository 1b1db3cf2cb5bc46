"""Finds the days and periods of a text: each spelling of `days.toml` is tried where one of its words stands."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from checks.claims import absolute_days, relative_days
from checks.claims.day_words import COUNT, ORDINALS, Context, Day, Reader, cut_by_left

_LEXICON = tomllib.loads(Path(__file__).with_name("days.toml").read_text(encoding="utf-8"))
_READERS = absolute_days.READERS | relative_days.READERS


def _compiled(pattern: str) -> re.Pattern[str]:
    fragments = {
        "ORDINAL": "|".join(reversed(ORDINALS)),
        "LATE_ORDINAL": "|".join(reversed(ORDINALS[3:])),
        "COUNT": COUNT,
    }
    fragments |= _LEXICON["fragments"]
    while names := re.findall(r"<([A-Z_]+)>", pattern):
        for name in names:
            pattern = pattern.replace(
                f"<{name}>", fragments[name] if name in ("UNITS", "D", "MONTH") else f"(?:{fragments[name]})"
            )
    return re.compile(pattern, re.VERBOSE)


def _by_key() -> dict[str, tuple[tuple[re.Pattern[str], Reader], ...]]:
    table: dict[str, tuple[tuple[re.Pattern[str], Reader], ...]] = {}
    for row in _LEXICON["day"]:
        family = (_compiled(row["pattern"]), _READERS[row["reader"]])
        for key in row["keys"]:
            for word in _LEXICON["keys"][key[1:-1]] if key.startswith("<") else (key,):
                table[word] = (*table.get(word, ()), family)
    return table


_FAMILIES = _by_key()
_TOKEN = re.compile(r"[A-Za-z]+|\d+")


def days(text: str, published: date | None) -> list[Day]:
    """The days named in `text`, the longest reading first where two overlap, in order."""
    context = Context(text, published)
    found = []
    for token in _TOKEN.finditer(text):
        word = token.group()
        for pattern, reader in _FAMILIES.get("0" if word[0].isdigit() else word.lower(), ()):
            match = pattern.match(text, token.start())
            if match and (day := reader(match, context)):
                found.append(cut_by_left(day, text))
    return _longest(found, len(text))


def _longest(found: list[Day], length: int) -> list[Day]:
    taken_by = bytearray(length)
    kept = []
    for day in sorted(found, key=lambda d: (d.start - d.end, d.start)):
        if not any(taken_by[day.start : day.end]):
            taken_by[day.start : day.end] = b"\x01" * (day.end - day.start)
            kept.append(day)
    return sorted(kept, key=lambda d: d.start)
