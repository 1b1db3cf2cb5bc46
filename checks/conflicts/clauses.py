"""A quote as clauses that a question can be made of: subject, verb with its auxiliaries, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from checks.claims import read

MOST_WORDS = 14  # of what follows the verb
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_AUX = frozenset({"aux", "auxpass"})
_FOLLOWS = frozenset(
    {"dobj", "attr", "acomp", "prep", "agent", "prt", "oprd", "xcomp", "dative", "npadvmod", "advmod", "neg"}
)
# What hangs on a word and is not needed to know which thing is meant.
_ASIDES = frozenset(
    {"relcl", "advcl", "appos", "conj", "cc", "parataxis", "punct", "acl", "ccomp", "preconj", "dep", "meta", "intj"}
)
_KEPT_PUNCT = frozenset({"-", "'", "’", "%", "$", "£", "€", "/"})
_VAGUE_ADVERBS = frozenset(
    {
        "also",
        "only",
        "just",
        "even",
        "still",
        "however",
        "meanwhile",
        "now",
        "then",
        "indeed",
        "actually",
        "already",
        "yesterday",
        "today",
        "here",
        "there",
        "so",
        "not",
        "never",
        "reportedly",
        "allegedly",
    }
)


# «HALDEN, April 9 (Meridian) - The bank raised …»
_DATELINE = re.compile(r"^[A-Z][A-Z’' .]{2,}(?:, [A-Z][a-z]+\.? \d{1,2})?(?: ?\([^)]{1,40}\))? ?[-–—] ")


@lru_cache(maxsize=4096)
def parsed(text: str) -> Doc:
    """The parse of one quote, kept since every question looks at it several times."""
    return read(_DATELINE.sub("", " ".join(text.split())).strip(' ,;:–—-…“”"‘'))


@dataclass(frozen=True, slots=True)
class Clause:
    """One verb of a quote with its subject (None when it has none of its own)."""

    verb: Token
    subject: Token | None

    @property
    def auxiliaries(self) -> list[Token]:
        """Its auxiliaries in order, those it shares with the verb it is joined to included."""
        own = [c for c in self.verb.children if c.dep_ in _AUX and c.tag_ != "TO"]
        joined = self.verb.dep_ == "conj" and self.verb.head.tag_ == self.verb.tag_
        return own or ([c for c in self.verb.head.children if c.dep_ in _AUX and c.tag_ != "TO"] if joined else [])

    @property
    def passive(self) -> bool:
        """Whether the subject is the one to whom it is done."""
        return any(a.dep_ == "auxpass" for a in self.auxiliaries) or (
            self.subject is not None and self.subject.dep_ == "nsubjpass"
        )

    @property
    def copula(self) -> bool:
        """Whether the verb is a form of to be standing alone."""
        return self.verb.lemma_ == "be" and not [a for a in self.auxiliaries if a.dep_ == "aux"]


def clauses(doc: Doc) -> list[Clause]:
    """The finite clauses of a quote: the main one first, then in text order."""
    found = [Clause(t, _subject(t)) for t in doc if t.pos_ in {"VERB", "AUX"} and t.dep_ not in _AUX and _finite(t)]
    return sorted(found, key=lambda c: (c.verb.dep_ != "ROOT", c.verb.i))


def _finite(verb: Token) -> bool:
    return (
        verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}
        or any(c.dep_ in _AUX and c.tag_ != "TO" for c in verb.children)
        or (verb.tag_ == "VBN" and verb.dep_ in {"ROOT", "conj"})
    )


def _subject(verb: Token) -> Token | None:
    own = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    if own is not None and own.tag_ in {"WDT", "WP"}:
        return verb.head if verb.dep_ == "relcl" else None
    if own is None and verb.dep_ == "conj" and verb.head != verb:
        return _subject(verb.head)
    return own


def governing(token: Token) -> Token:
    """The finite verb (or root) above a token."""
    current = token
    while current.head != current and not (current.pos_ in {"VERB", "AUX"} and current.dep_ not in _AUX):
        current = current.head
    return current


def phrase(token: Token, leave: Iterable[Token] = ()) -> list[Token]:
    """The words of a noun phrase or adverbial, without asides (relative clauses, appositions) and those to leave."""
    gone = {t.i for t in leave}
    kept: list[Token] = []

    def walk(word: Token) -> None:
        if word.i in gone:
            return
        kept.append(word)
        for child in word.children:
            joined = child.dep_ in {"conj", "cc"} and word.pos_ in {"NOUN", "PROPN"} and word.dep_ not in {"dobj"}
            if child.dep_ in _ASIDES and not joined and not (child.dep_ == "punct" and child.text in _KEPT_PUNCT):
                continue
            walk(child)

    walk(token)
    return sorted(kept, key=lambda t: t.i)


def follows(clause: Clause, leave: Iterable[Token] = ()) -> list[Token]:
    """What follows the verb and belongs to it: objects, complements and adverbials, up to `MOST_WORDS` words."""
    gone = list(leave)
    kept: list[Token] = []
    for child in clause.verb.children:
        if child.i < clause.verb.i or child.dep_ not in _FOLLOWS or child in gone:
            continue
        if child.dep_ in {"neg", "advmod"} and (child.lower_ in _VAGUE_ADVERBS or child.dep_ == "neg"):
            continue
        words = [*_infinitive(child, gone)] if child.dep_ == "xcomp" else phrase(child, gone)
        if len(kept) + len(words) > MOST_WORDS or _after_comma(child, clause.verb):
            break
        kept += words
    return sorted(kept, key=lambda t: t.i)


def _after_comma(child: Token, verb: Token) -> bool:
    edge = child.left_edge.i
    return edge > verb.i and child.doc[edge - 1].text in {",", ";", "-", "–", "—", ":"}


def _infinitive(verb: Token, leave: list[Token]) -> Iterator[Token]:
    before = [c for c in verb.children if c.i < verb.i and c.dep_ in {"aux", "auxpass", "mark", "nsubj", "advmod"}]
    yield from (t for c in before for t in phrase(c, leave))
    yield verb
    yield from follows(Clause(verb, None), leave)


def spell(tokens: Iterable[Token]) -> str:
    """Words as written, with single spaces where the text has them or words were left out."""
    made = ""
    last: Token | None = None
    for token in tokens:
        close = last is not None and token.i == last.i + 1 and not last.whitespace_
        made += ("" if not made or close or token.text in {"'s", "’s", "n't", "n’t", "%", ","} else " ") + token.text
        last = token
    return made
