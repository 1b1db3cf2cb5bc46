"""One person or body across articles: Volodimir Zelensky is Volodymyr Zelenskyy, the ministry is not its minister.

Names are compared by a key that folds what transliterations vary: accents, doubled letters, «kh» and «h», «y» and «i»,
«-skyy» and «-ski». Two names are one when their words agree in order, the shorter being a surname (or the shorter name)
of the longer; given names may be left out or be an initial, but never differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_FOLDS = (
    (re.compile(r"ß"), "ss"),
    (re.compile(r"[øö]|oe"), "o"),
    (re.compile(r"[üů]|ue(?=.)"), "u"),
    (re.compile(r"[äæ]|ae"), "a"),
    (re.compile(r"ł"), "l"),
    (re.compile(r"đ|ð"), "d"),
    (re.compile(r"(?<=sk)(?:iy|ii|ij|yi|yy|yj|y|i|j)$|(?<=ck)(?:iy|ii|y|i)$"), "i"),
    (re.compile(r"kh|gh"), "h"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|q(?:u(?=[ei]))?"), "k"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ei|ey|ay|ai"), "e"),
    (re.compile(r"y|j"), "i"),
    (re.compile(r"w"), "v"),
    (re.compile(r"tz"), "ts"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_PLAIN_WORDS = frozenset(
    {"the", "a", "an", "of", "and", "mr", "mrs", "ms", "dr", "sir", "de", "van", "von", "al", "el"}
)
_SKELETON = 6  # letters from which on vowels may vary


@cache
def word_key(word: str) -> str:
    """The folded form of one word of a name."""
    folded = unicodedata.normalize("NFKC", word).lower().replace("’", "'").removesuffix("'s").strip("'.-")
    for pattern, instead in _FOLDS:
        folded = pattern.sub(instead, folded)
    bare = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in bare if not unicodedata.combining(char) and char.isalnum())


def name_key(name: str) -> str:
    """The folded words of a name, the same for every transliteration: an identity across articles."""
    return " ".join(key for word in re.split(r"[\s-]+", name) if (key := word_key(word)) and key not in _PLAIN_WORDS)


def same_name(one: str, other: str) -> bool:
    """Whether two names can be one bearer's."""
    first, second = name_key(one).split(), name_key(other).split()
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    if len(short) == len(long):
        return all(_alike(a, b, last=n == len(short) - 1) for n, (a, b) in enumerate(zip(short, long, strict=True)))
    if len(short) == 1:
        return _alike(short[0], long[-1], last=True)
    return _alike(short[0], long[0], last=False) and _alike(short[-1], long[-1], last=True)


def _alike(one: str, other: str, *, last: bool) -> bool:
    if one == other:
        return True
    if not last and min(len(one), len(other)) == 1:
        return one[0] == other[0]  # an initial
    if min(len(one), len(other)) < _SKELETON - 1 or one[0] != other[0] or one[-1] != other[-1]:
        return False
    return _consonants(one) == _consonants(other) and max(len(one), len(other)) >= _SKELETON


def _consonants(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou]", "", word))


def canonical(names: Iterable[str]) -> dict[str, str]:
    """Each name with the fullest name of its bearer; a surname that several full names share stays what it is.

    The result does not depend on the order of the names.
    """
    distinct = sorted(set(names), key=lambda name: (-len(name_key(name).split()), name))
    heads: list[str] = []
    found: dict[str, str] = {}
    for name in distinct:
        close = [head for head in heads if same_name(name, head)]
        if len(close) == 1:
            found[name] = close[0]
        else:
            found[name] = name
            if not close:
                heads.append(name)
    return found
