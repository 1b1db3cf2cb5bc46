"""What differs between two quotes: the numbers, negations and dates that only one of them has, as offsets to mark."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

Span = tuple[int, int]

MOST_MARKS = 40
"""More marks than this say nothing any more; the rest is left unmarked."""

ALIKE_FROM = 0.6
"""From this share of common words on (of the longer quote), the words that differ are the difference itself."""

TELLING = {"number": ("figures", "numbers"), "date": ("figures", "calendar")}
"""The sorts of words that tell a difference of each kind; negations for every other kind."""

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_LEAST_WORD_CHARS = 4


class Token(NamedTuple):
    """A word or figure of a quote: its place, what it means for comparing, and which sort of telling word it is."""

    start: int
    end: int
    meaning: str
    sort: str | None


@cache
def _lexicon() -> dict[str, tuple[str, str]]:
    """Each telling word with its meaning and its sort."""
    words = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    found = {word: (word, "negations") for word in words["negations"]}
    for sort in ("numbers", "calendar"):
        found |= {word: (meaning, sort) for word, meaning in words[sort].items()}
    return found


def _token(match: re.Match[str]) -> Token:
    return Token(*match.span(), *_meaning(match.group()))


@lru_cache(maxsize=50_000)
def _meaning(word: str) -> tuple[str, str | None]:
    written = word.casefold().replace("’", "'")
    if written[0].isdigit():
        return re.sub(r",(?=\d{3})", "", written), "figures"
    if written.endswith("n't"):
        return "not", "negations"
    return _lexicon().get(written, (written, None))


def differing(kind: str, quote_a: str, quote_b: str) -> tuple[list[Span], list[Span]]:
    """The spans of each quote (code points, end exclusive) that the other one does not have.

    First the figures, days or negations that the kind of conflict turns on; where there are none and the quotes are
    much alike, the words that differ. Two quotes that share little are left unmarked: all of them differs.
    """
    a = [_token(match) for match in _TOKEN.finditer(quote_a)]
    b = [_token(match) for match in _TOKEN.finditer(quote_b)]
    only_a, only_b = _only(a, b), _only(b, a)
    sorts = TELLING.get(kind, ("negations",))
    if any(token.sort in sorts for token in only_a + only_b):
        return _spans(only_a, sorts), _spans(only_b, sorts)
    words_a, words_b = ({token.meaning for token in tokens} for tokens in (a, b))
    if len(words_a & words_b) >= ALIKE_FROM * max(1, len(words_a), len(words_b)):
        return _spans(only_a, ()), _spans(only_b, ())
    return [], []


def _only(tokens: list[Token], others: list[Token]) -> list[Token]:
    known = {token.meaning for token in others}
    return [token for token in tokens if token.meaning not in known]


def _spans(tokens: list[Token], sorts: tuple[str, ...]) -> list[Span]:
    """The places of the tokens of these sorts; with no sort, of all that are more than little words."""
    least = 1 if sorts else _LEAST_WORD_CHARS
    kept = [token for token in tokens if token.end - token.start >= least and (not sorts or token.sort in sorts)]
    return [(token.start, token.end) for token in kept[:MOST_MARKS]]
