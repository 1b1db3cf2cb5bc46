"""What an attribution is: who says what, in which words, and what the speaker does with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from checks.claims.quotes import Quote
from checks.claims.speech import Speech

Pieces = list[tuple[int, int]]
"""Character spans of the pieces of a content."""
BREAKS = frozenset(",;:—–") | {"--", "-"}
QUOTE_MARKS = frozenset("“”\"«»‘’'„") | {"``", "''"}
LEFT_ENDS = frozenset(",—–?!…") | QUOTE_MARKS | {"--", "-", "..."}


@dataclass(frozen=True, slots=True)
class Attribution:
    """«`speaker` says (denies, warns, asks: `cue_stance`) what stands at `spans`.»

    Offsets count characters of the document's text. `spans` are the contiguous pieces of the content, without outer
    quotation marks, the introducing "that" and a trailing comma. `cue` and `source_span` are None where the text leaves
    them out (a quotation that goes on, a passive without agent). `speaker_as_written` are the words at `source_span`;
    `speaker` is the fullest name or description the article gives for them. `reporting_source` is who passes the words
    on ("according to officials quoted by the agency"). `negated` tells that the speaker denies the content;
    `speaks_for` is the body whose spokesman, minister or head the speaker is. `telling` is False where the reporter
    tells of an attitude or act ("the council backed the plan"): its words stay the reporter's own.
    """

    spans: tuple[tuple[int, int], ...]
    speech: Speech
    cue: str | None
    cue_span: tuple[int, int] | None
    cue_stance: str
    source_span: tuple[int, int] | None
    speaker_as_written: str | None
    speaker: str | None
    reporting_source: str | None
    negated: bool
    speaks_for: str | None = None
    telling: bool = True


@dataclass(slots=True)
class Found:
    """An attribution in the making. `pieces` are character spans; `source` is the noun phrase that speaks."""

    pieces: list[tuple[int, int]]
    stance: str
    cue: Span | None = None
    source: Span | None = None
    negated: bool = False
    reporter: Span | None = None
    via_quote: bool = False
    telling: bool = True


class Shelf:
    """Attributions in the making by where they stand, so that a long article is not searched whole each time."""

    _WIDTH = 2000

    def __init__(self, found: Iterable[Found] = ()) -> None:
        self._numbers: dict[int, int] = {}
        self._places: dict[int, dict[int, Found]] = {}
        for one in found:
            self.put(one)

    def put(self, one: Found) -> None:
        """Add an attribution, or tell of pieces that one has got since."""
        number = self._numbers.setdefault(id(one), len(self._numbers))
        spans = [*one.pieces, (one.cue.start_char, one.cue.end_char)] if one.cue is not None else one.pieces
        for start, end in spans:
            for place in range(start // self._WIDTH, end // self._WIDTH + 1):
                self._places.setdefault(place, {})[number] = one

    def near(self, start: int, end: int) -> list[Found]:
        """Those with a piece or cue about the characters `start`..`end`, in the order in which they were put there."""
        places = range(start // self._WIDTH, end // self._WIDTH + 1)
        close = {number: one for place in places for number, one in self._places.get(place, {}).items()}
        return [close[number] for number in sorted(close)]


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed article with its text and quotations, and for each token the quotation it stands in (or -1)."""

    doc: Doc
    text: str
    quotes: tuple[Quote, ...]
    inside: tuple[int, ...]

    def touching(self, start: int, end: int) -> tuple[Quote, ...]:
        """The quotations, marks included, that touch the characters `start`..`end`."""
        first = bisect_left(self.quotes, start, key=lambda quote: quote.outer_end)
        last = bisect_right(self.quotes, end, key=lambda quote: quote.outer_start)
        return self.quotes[first:last]

    def quote_before(self, edge: int) -> Quote | None:
        """The last quotation that ends at or before the character `edge`."""
        at = bisect_right(self.quotes, edge, key=lambda quote: quote.outer_end)
        return self.quotes[at - 1] if at else None

    def quote_after(self, edge: int) -> Quote | None:
        """The first quotation that begins at or after the character `edge`."""
        at = bisect_left(self.quotes, edge, key=lambda quote: quote.outer_start)
        return self.quotes[at] if at < len(self.quotes) else None


@dataclass(frozen=True, slots=True)
class Place:
    """A cue in its sentence: `parts` are the words that make it up, `start`..`end` the tokens of its clause.

    The clause is the cue with its subject, auxiliaries, addressee and adverbials, up to the next break.
    """

    page: Page
    sentence: Span
    verb: Token
    parts: tuple[Token, ...]
    source: Span | None
    start: int
    end: int

    @property
    def doc(self) -> Doc:
        """The parsed article."""
        return self.page.doc
