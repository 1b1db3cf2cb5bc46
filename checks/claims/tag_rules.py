"""The attribute ruler of the English pipeline, remembering what it said of a kind of token: the same, far sooner.

Its patterns are of one token, or a few of two, and ask for tags, dependencies and lower-case words only. So what begins
at a token follows from these, and from the next word where a pattern of two could begin. spaCy's own matcher is asked
of each kind of token once, and what it said is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from spacy.attrs import DEP, LOWER, TAG
from spacy.tokens import Doc

Match = tuple[int, int, int, int]
Kind = tuple[int, int, int, int | None]
"""Tag, dependency and word of a token, and the word after it where that matters; words of no pattern are all one."""
Token = dict[str, Any]

_ASKED = {"TAG", "DEP", "LOWER", "IS_SPACE"}
_OTHER, _SPACE, _END = -1, -2, -3


def remember(ruler: Any) -> None:
    """Let an `AttributeRuler` remember; one with patterns that ask for more than we know of is left as it is."""
    patterns = [tokens for rule in ruler.patterns for tokens in rule["patterns"]]
    known = all(token.keys() <= _ASKED for tokens in patterns for token in tokens)
    if known and all(
        1 <= len(tokens) <= 2 and tokens[-1].keys() <= {"LOWER"} for tokens in patterns if len(tokens) > 1
    ):
        ruler.match = Remembering(ruler, patterns)


class Remembering:
    """Stands in for `AttributeRuler.match`: (number of the rule, its key, start, end) of each match, in that order."""

    def __init__(self, ruler: Any, patterns: list[list[Token]]) -> None:
        """Nothing is remembered yet."""
        self._ruler, self._strings = ruler, ruler.vocab.strings
        self._told = [word for tokens in patterns for token in tokens for word in _words(token)]
        self._first = [tokens[0] for tokens in patterns if len(tokens) > 1]
        self._word: dict[int, int] = {}
        self._begins: dict[tuple[int, int], bool] = {}
        self._known: dict[Kind, list[tuple[int, int, int]]] = {}

    def __call__(self, doc: Doc) -> list[Match]:
        """See `AttributeRuler.match`."""
        found = []
        for at, kind in enumerate(self._kinds(doc)):
            said = self._known.get(kind)
            if said is None:
                said = self._known[kind] = self._asked(doc, at)
            found += [(number, key, at, at + length) for number, key, length in said]
        return sorted(found)

    def _asked(self, doc: Doc, at: int) -> list[tuple[int, int, int]]:
        """What spaCy's own matcher finds to begin at this token."""
        found = self._ruler.matcher(doc[at : at + 2], allow_missing=True, as_spans=False)
        return [(int(self._strings[key]), key, end) for key, start, end in found if start == 0]

    def _kinds(self, doc: Doc) -> list[Kind]:
        rows = doc.to_array([TAG, DEP, LOWER]).tolist()
        words = [self._word[word] if word in self._word else self._class(word) for *_, word in rows]
        kinds: list[Kind] = []
        for (tag, dep, _), word, after in zip(rows, words, [*words, _END][1:], strict=True):
            begins = self._begins.get((dep, word))
            kinds.append(
                (tag, dep, word, after if (self._beginning(dep, word) if begins is None else begins) else None)
            )
        return kinds

    def _class(self, word: int) -> int:
        """The word itself if a pattern has it; else one of two numbers for all others."""
        text = self._strings[word]
        kept = any(text == told if isinstance(told, str) else told.search(text) for told in self._told)
        found = self._word[word] = word if kept else _SPACE if text.isspace() else _OTHER
        return found

    def _beginning(self, dep: int, word: int) -> bool:
        """Whether a pattern of two tokens could begin with this one."""
        text, label = self._strings[word] if word >= 0 else "", self._strings[dep]
        found = self._begins[dep, word] = any(_may_be(token, label, text) for token in self._first)
        return found


def _words(token: Token) -> Iterator[str | re.Pattern[str]]:
    """The words that a token of a pattern asks for or shuts out, and expressions for them."""
    asked = token.get("LOWER", [])
    if isinstance(asked, str):
        yield asked
    elif asked:
        yield from (word for name in ("IN", "NOT_IN") for word in asked.get(name, ()))
        yield from (re.compile(asked[name]) for name in ("REGEX",) if name in asked)


def _may_be(token: Token, label: str, word: str) -> bool:
    """Whether a token with this dependency and word could be meant; what else is asked for is not looked at."""
    if isinstance(token.get("DEP"), str) and token["DEP"] != label:
        return False
    told = list(_words(token))
    return not told or any(word == one if isinstance(one, str) else one.search(word) for one in told)
