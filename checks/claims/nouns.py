"""The noun that a number counts, found by form alone: «24 injured workers were» counts a "worker"."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("nouns.toml").read_text(encoding="utf-8"))
_STOP, _PAST, _SKIPPED, _SINGULAR = (frozenset(_DATA[name]) for name in ("stop", "past", "skipped", "singular"))
STATES = frozenset(_DATA["states"])
_IRREGULAR: dict[str, str] = _DATA["irregular"]
_ADJECTIVES = frozenset(_DATA["adjectives"])
_ADJECTIVE_ENDING = re.compile(
    r"(?:al|ic|ous|ive|ful|less|able|ible|ant|ent|ary|ese|ish|est|ern|ly|ed|ior|ian|en|ing)\Z"
)
_PARTICIPLE = re.compile(r"(?:ed|ing|(?<!fami)(?<!assemb)ly)\Z")
_NEXT_WORD = re.compile(r"[ \u00a0-]?(?:\n(?!\n))?[ \u00a0]*[“‘]?([A-Za-z][A-Za-z-]*)(['’]s?\b|['’](?=\s))?")
_LIMIT = 6

Found = tuple[str, int]


def singular(word: str) -> str:
    """The singular of an English noun in lower case: "bodies" → "body", "men" → "man", "buses" → "bus"."""
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 4:
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word


def is_plural(word: str) -> bool:
    """Whether the form is a plural noun's: "workers", "men", "people", "aircraft"; verbs in -s cannot be told apart."""
    word = word.lower()
    if word in _SINGULAR:
        return False
    if word in _IRREGULAR or word.endswith(("men", "people")):
        return True
    return len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_adjective(word: str) -> bool:
    return word in _ADJECTIVES or bool(_ADJECTIVE_ENDING.search(word))


def _words(text: str, position: int) -> list[tuple[str, int, bool]]:
    """Up to six words from `position` on, each with its end and whether it ends the phrase (a genitive)."""
    words: list[tuple[str, int, bool]] = []
    while len(words) < _LIMIT and (match := _NEXT_WORD.match(text, position)):
        if match.group(1).lower() in _STOP:
            break
        words.append((match.group(1), match.end(1), match.group(2) is not None))
        position = match.end()
    return words


def counted_noun(text: str, position: int, *, strict: bool = False) -> Found | None:
    """The plural noun counted by a number that ends at `position`, singular, with the offset where it ends.

    None when no plural follows within six words; with `strict`, when anything but adjectives stands before it («no
    other outlet appears» counts no "appear"). Without a plural, a state stands in («12 dead»).
    """
    found: Found | None = None
    state: Found | None = None
    for word, end, genitive in _words(text, position):
        lower = word.lower()
        tail = lower.rpartition("-")[2]
        if found and (not is_plural(tail) or lower in _PAST):
            break
        if lower in STATES:
            state = state or (lower, end)
        elif is_plural(tail):
            found = (singular(tail), end) if tail != "others" else ("other", end)
        elif strict and lower not in _SKIPPED and not _is_adjective(lower):
            break
        if genitive and found:
            break
    return None if found and found[0] == "one" else found or state


def single_noun(text: str, position: int) -> Found | None:
    """The singular noun right after `position`: «one senior police officer said» → "officer"; None when a verb
    follows.
    """
    found: Found | None = None
    likely: Found | None = None  # a word with an adjective's ending: the noun if no other follows («one official»)
    for word, end, genitive in _words(text, position):
        lower = word.lower()
        if lower in _SKIPPED:
            continue
        if (
            (is_plural(lower) and singular(lower) != lower)
            or lower in _PAST
            or (word[0].isupper() and not _is_adjective(lower))
        ):
            break
        if found and _PARTICIPLE.search(lower):
            break
        if found or not _is_adjective(lower):
            found = (lower.rpartition("-")[2], end)
        elif lower not in _ADJECTIVES and not _PARTICIPLE.search(lower) and not word[0].isupper():
            likely = (lower, end)
        if genitive:
            break
    return found or likely
