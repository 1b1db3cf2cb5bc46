"""Who a speaker is within the article: pronouns, roles, surnames and short names led back to the fullest name."""

from __future__ import annotations

from spacy.tokens import Doc, Span


class People:
    """The persons and bodies of one article, as far as its text names them."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc

    def resolve(self, source: Span) -> str | None:
        """The fullest name or description the article gives for this phrase."""
        return str(source.text)
