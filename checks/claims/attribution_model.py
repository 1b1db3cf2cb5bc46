"""What an attribution is: who says what, in which words, and what the speaker does with it."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    on ("according to officials quoted by the agency"). `negated` tells that the speaker denies the content.
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
    order: int = field(default=0)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed article with its quotations, and for each token the quotation it stands in (or -1)."""

    doc: Doc
    quotes: tuple[Quote, ...]
    inside: tuple[int, ...]

    @property
    def text(self) -> str:
        """The article's text."""
        return str(self.doc.text)


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
