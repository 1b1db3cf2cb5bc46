"""What differs between two quotes: the numbers, negations and dates that only one of them has, as offsets to mark."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

Span = tuple[int, int]

MOST_MARKS = 40
"""More marks than this say nothing any more; the rest is left unmarked."""

ALIKE_FROM = 0.5
"""From this share of common words on (of the shorter quote), the words that differ are the difference itself."""

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_LEAST_WORD_CHARS = 4


class Token(NamedTuple):
    """A word or figure of a quote: its place, what it means for comparing, and whether it alone makes a difference."""

    start: int
    end: int
    meaning: str
    telling: bool


@cache
def _lexicon() -> dict[str, str]:
    words = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    return {**dict.fromkeys(words["negations"], ""), **words["numbers"], **words["calendar"]}


def _token(match: re.Match[str]) -> Token:
    written = match.group().casefold().replace("’", "'")
    if written[0].isdigit():
        return Token(*match.span(), re.sub(r",(?=\d{3})", "", written), True)
    if written.endswith("n't"):
        return Token(*match.span(), "not", True)
    lexicon = _lexicon()
    return Token(*match.span(), lexicon.get(written) or written, written in lexicon)


def differing(quote_a: str, quote_b: str) -> tuple[list[Span], list[Span]]:
    """The spans of each quote (code points, end exclusive) that the other one does not have.

    Figures, written numbers, negations, days and months first; where there are none and the quotes are otherwise much
    alike, the words that differ. Two quotes that share little are left unmarked: all of them differs.
    """
    a = [_token(match) for match in _TOKEN.finditer(quote_a)]
    b = [_token(match) for match in _TOKEN.finditer(quote_b)]
    only_a, only_b = _only(a, b), _only(b, a)
    telling = [token for token in only_a + only_b if token.telling]
    if telling:
        return _spans(only_a, telling=True), _spans(only_b, telling=True)
    words_a, words_b = ({token.meaning for token in tokens} for tokens in (a, b))
    if len(words_a & words_b) >= ALIKE_FROM * max(1, min(len(words_a), len(words_b))):
        return _spans(only_a, telling=False), _spans(only_b, telling=False)
    return [], []


def _only(tokens: list[Token], others: list[Token]) -> list[Token]:
    known = {token.meaning for token in others}
    return [token for token in tokens if token.meaning not in known]


def _spans(tokens: list[Token], *, telling: bool) -> list[Span]:
    kept = [token for token in tokens if token.telling or not (telling or token.end - token.start < _LEAST_WORD_CHARS)]
    return [(token.start, token.end) for token in kept[:MOST_MARKS]]
