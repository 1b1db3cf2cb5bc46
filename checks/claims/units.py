"""The lexicon of units, currencies and bounds (`units.toml`), compiled into the patterns that the readers use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("units.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit `name` of a `kind`; a value times `factor` is in `base` (plus `offset`, for Fahrenheit)."""

    name: str
    kind: str
    base: str
    factor: float
    offset: float = 0.0


def _alternatives(words: Any) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"[\s\u00a0-]+") for w in ordered)


_PERCENT = _DATA["percent"]
_ALL_UNITS = {
    row["name"]: Unit(row["name"], row["kind"], row["base"], float(row["factor"])) for row in _DATA["unit"]
} | {
    "percent": Unit("percent", "percent", "share", 0.01),
    "percentage_point": Unit("percentage_point", "percent", "percentage_point", 1),
    "basis_point": Unit("basis_point", "percent", "percentage_point", 0.01),
    "arc_degree": Unit("degree", "measure", "arc_degree", 1),
    "magnitude": Unit("magnitude", "measure", "magnitude", 1),
    "fahrenheit": Unit("fahrenheit", "temperature", "celsius", 5 / 9, -160 / 9),
}
_BY_WORD = {w.lower(): row["name"] for row in _DATA["unit"] for w in row["words"]} | {
    w.lower(): name for name, words in _PERCENT.items() for w in words
}
_BY_SYMBOL = {s: row["name"] for row in _DATA["unit"] for s in row.get("symbols", ())} | {
    "%": "percent",
    "％": "percent",
}
_CURRENCY = _DATA["currency"]
_CURRENCY_WORDS: dict[str, str] = _CURRENCY["words"]
_NATIONAL: dict[str, str] = _CURRENCY["national"]
_SYMBOLS: dict[str, str] = _CURRENCY["symbols"]
_CODES: dict[str, str] = {code: ("CNY" if code == "RMB" else code) for code in _CURRENCY["codes"]}

UNIT_AFTER = re.compile(
    rf"[\s\u00a0-]*(?:(?P<symbol>{_alternatives(_BY_SYMBOL)})(?![A-Za-z0-9])"
    rf"|(?P<word>(?i:{_alternatives(_BY_WORD)}))(?![A-Za-z]))"
)
MONEY_AFTER = re.compile(
    rf"[\s\u00a0-]*(?:(?P<code>{_alternatives(_CODES)})\b|(?P<symbol>[€£₽₴₹$])(?!\w)"
    rf"|(?P<national>(?i:{_alternatives(_NATIONAL)}))s?\b|(?P<word>(?i:{_alternatives(_CURRENCY_WORDS)}))s?\b)"
)
MONEY_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?P<symbol>{_alternatives(_SYMBOLS)})|\b(?P<code>{_alternatives(_CODES)}))[\s\u00a0]?\Z"
)
_BOUND_WORDS: dict[str, str] = {w: form for form, words in _DATA["bounds"].items() for w in words}
BOUND_BEFORE = re.compile(
    rf"(?<![\w'’])(?P<bound>{_alternatives(_BOUND_WORDS)})(?P<the>[\s\u00a0]+(?:an?|another))?[\s\u00a0]*\Z",
    re.IGNORECASE,
)

WORDS = {name: frozenset(words) for name, words in _DATA["words"].items()}


def unit_named(name: str) -> Unit:
    """The unit of that normalized name; KeyError when `units.toml` has none."""
    return _ALL_UNITS[name]


def unit_after(match: re.Match[str]) -> Unit:
    """The unit that a match of `UNIT_AFTER` names."""
    if match.group("symbol"):
        return _ALL_UNITS[_BY_SYMBOL[re.sub(r"[\s\u00a0-]+", " ", match.group("symbol"))]]
    word = re.sub(r"[\s\u00a0-]+", " ", match.group("word")).lower()
    return _ALL_UNITS[_BY_WORD[word] if word in _BY_WORD else _BY_WORD[word.replace(" ", "-")]]


def currency_of(match: re.Match[str]) -> str:
    """The currency (ISO code, or the word itself where several countries share it) that a money match names."""
    groups = match.groupdict()
    if groups.get("symbol"):
        return _SYMBOLS[str(groups["symbol"])]
    if groups.get("code"):
        return _CODES[str(groups["code"])]
    if groups.get("national"):
        return _NATIONAL[re.sub(r"[\s\u00a0-]+", " ", str(groups["national"])).lower()]
    return _CURRENCY_WORDS[str(groups["word"]).lower()]


def bound_of(match: re.Match[str]) -> str:
    """Which bound a match of `BOUND_BEFORE` sets: a key of `[bounds]` in `units.toml`."""
    return _BOUND_WORDS[re.sub(r"[\s\u00a0-]+", " ", match.group("bound")).lower()]
