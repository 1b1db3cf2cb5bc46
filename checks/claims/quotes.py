"""Quoted passages of a text: where they begin and end, whatever marks they use, apostrophes told apart.

Double marks (“ ” " « » „ “) are read first; single marks (‘ ’ ') are quotations where they open before a word and close
after one, outside the double ones. A quotation that runs over paragraphs repeats its opening mark and closes once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

_CLOSERS = {"“": "”", "”": "”", "«": "»", "„": "“”", "»": "«", '"': '"', "‘": "’", "'": "'", "‹": "›", "``": "''"}
_PAIR = '\x00"'  # two single marks in a row stand for one double mark; the filler keeps every offset
_SINGLE = re.compile("[‘’']")
_PARAGRAPH = re.compile(r"[^\n]+")
_BEFORE_OPENING = frozenset("([{—–-/:“\"«„‘'…")
_ELISION = re.compile(
    r"['’‘](?:\d0?s?\d?s?\b|em\b|til\b|tis\b|twas\b|cause\b|n['’]|round\b|bout\b|cos\b)", re.IGNORECASE
)
_END_PUNCTUATION = ".,?!;:…—"


@dataclass(frozen=True, slots=True)
class Quote:
    """«From `start` to `end` (marks excluded; `outer_start`, `outer_end` with them) the text quotes.»

    `single` tells the British marks; `continues` that the closing mark is missing because the next paragraph goes on.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    single: bool = False
    continues: bool = False

    def holds(self, start: int, end: int) -> bool:
        """Whether the span lies within the marks."""
        return self.outer_start <= start and end <= self.outer_end


def quotes(text: str) -> tuple[Quote, ...]:
    """The outermost quotations of the text in order; nested ones are part of the one that holds them."""
    text = text.replace("''", _PAIR).replace("``", _PAIR)
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
    doubles = _doubles(text, paragraphs)
    starts = [one.outer_start for one in doubles]
    singles = [
        single
        for start, end in paragraphs
        for single in _singles(text, start, end, doubles[bisect_left(starts, start) : bisect_left(starts, end)])
    ]
    doubles = [_unfilled(text, one) for one in doubles]
    outer = [one for one in doubles if not _held(one, singles)]
    return tuple(sorted((*outer, *singles), key=lambda quote: quote.start))


def _held(one: Quote, singles: list[Quote]) -> bool:
    """Whether one of the single quotations, in text order, holds this one."""
    at = bisect_right(singles, one.outer_start, key=lambda single: single.outer_start)
    return at > 0 and singles[at - 1].holds(one.outer_start, one.outer_end)


def _unfilled(text: str, quote: Quote) -> Quote:
    """A quotation set in pairs of single marks: both characters of each pair are outside its content."""
    opened = quote.outer_start - (text[quote.outer_start - 1 : quote.outer_start] == "\x00")
    closed = quote.end - (text[quote.end - 1 : quote.end] == "\x00")
    return replace(quote, outer_start=opened, end=max(closed, quote.start))


def _doubles(text: str, paragraphs: list[tuple[int, int]]) -> list[Quote]:
    found: list[Quote] = []
    for number, (start, end) in enumerate(paragraphs):
        following = (
            text[paragraphs[number + 1][0] : paragraphs[number + 1][1]].lstrip() if number + 1 < len(paragraphs) else ""
        )
        found.extend(_doubles_of(text, start, end, following))
    return found


def _doubles_of(text: str, start: int, end: int, following: str) -> list[Quote]:
    found: list[Quote] = []
    opened: int | None = None
    mark = ""
    for at in range(start, end):
        char = text[at]
        if opened is None:
            if _opens(text, at, start, end):
                opened, mark = at, char
        elif (char in _CLOSERS[mark] or _closes_other(text, mark, at, end)) and not (
            mark == '"' and _reopens(text, at, end)
        ):
            found.append(Quote(opened + 1, at, opened, at + 1))
            opened = None
        elif mark == "“" and char == "“" and _left_open(text, opened, at):
            opened = at  # the earlier mark was never closed: believe the later one
    if opened is not None:
        last = _unclosed(text, opened, start, end, following[:1] in (mark, "“", '"') and following != "")
        found.extend([last] if last else [])
    return found


def _opens(text: str, at: int, start: int, end: int) -> bool:
    char = text[at]
    if char in "“«„":
        return True
    if char == "”":  # the wrong mark, at the beginning of a paragraph that holds the right one
        return not text[start:at].strip() and at + 1 < end and text[at + 1].isalnum() and "”" in text[at + 1 : end]
    if char == "»":
        return at + 1 < end and text[at + 1].isalpha() and "«" in text[at:end]
    if char != '"':
        return False
    before = text[start:at].rstrip("\x00")[-1:] or " "
    after = text[at + 1] if at + 1 < end else " "
    return (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()


def _closes_other(text: str, mark: str, at: int, end: int) -> bool:
    """Whether a straight mark closes a curly one or the other way round, since no fit mark follows: “…," she said."""
    other = {"“": '"', '"': "”"}.get(mark)
    if text[at] != other or text[at - 1].isspace() or any(closer in text[at + 1 : end] for closer in _CLOSERS[mark]):
        return False
    return at + 1 >= end or not text[at + 1].isalnum()


def _reopens(text: str, at: int, end: int) -> bool:
    """A straight mark inside an open quotation that plainly opens another: a space before and a letter after."""
    return text[at - 1].isspace() and at + 1 < end and text[at + 1].isalnum()


def _left_open(text: str, opened: int, at: int) -> bool:
    return "”" not in text[opened:at] and text.find("”", at) > text.find("“", at + 1) > 0


def _unclosed(text: str, opened: int, start: int, end: int, goes_on: bool) -> Quote | None:
    """An opening mark without its closing one counts if the next paragraph goes on or the whole paragraph is quoted."""
    starts_paragraph = not text[start:opened].strip()
    introduced = text[start:opened].rstrip().endswith((":", ","))
    if not (goes_on or starts_paragraph or introduced):
        return None
    stop = start + len(text[start:end].rstrip())
    return Quote(opened + 1, stop, opened, stop, continues=goes_on)


def _singles(text: str, start: int, end: int, doubles: list[Quote]) -> list[Quote]:
    found: list[Quote] = []
    passed = start
    for mark in _SINGLE.finditer(text, start, end):
        at = mark.start()
        if at < passed:
            continue
        inside = next((quote for quote in doubles if quote.outer_start <= at < quote.outer_end), None)
        if inside is not None:
            passed = inside.outer_end
        elif _opens_single(text, at, start, end):
            close = _close_single(text, at, end, doubles)
            if close is not None:
                found.append(Quote(at + 1, close, at, close + 1, single=True))
                passed = close + 1
    return found


def _opens_single(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if _ELISION.match(text, at):
        return False
    return (before.isspace() or before in _BEFORE_OPENING) and (after.isalnum() or after in '…$£€“"(')


def _close_single(text: str, opened: int, end: int, doubles: list[Quote]) -> int | None:
    """The first closing mark after a word; after a plural in -s only when nothing better follows in the paragraph."""
    doubtful: int | None = None
    for mark in _SINGLE.finditer(text, opened + 2, end):
        at = mark.start()
        if text[at] not in "’'" or any(quote.outer_start < at < quote.outer_end for quote in doubles):
            if text[at] in "‘'" and doubtful is not None and _opens_single(text, at, opened, end):
                return doubtful
            continue
        before, after = text[at - 1], text[at + 1] if at + 1 < end else " "
        if before.isspace() or after.isalnum():
            continue
        if before in _END_PUNCTUATION or after in ".,?!;:)" or before != "s" or not after.isspace():
            return at
        doubtful = at if doubtful is None else doubtful
    return doubtful
