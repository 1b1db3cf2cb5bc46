"""Author names: split a byline into people and tell a name from a word of the page."""

from __future__ import annotations

import re

LEAD = re.compile(
    r"^(?:by|von|par|por|door|(?:written|compiled|reported|words|text|story|posted) by|text:|from)\s*:?\s+",
    re.I,
)
TITLED = re.compile(r"^(?:special )?(?:correspondent|reporter|staff writer|staff reporter)\s+", re.I)
FOR = re.compile(r"\s+(?:for|avec|mit|con|with)\s+(?:the\s+)?[A-Z][\w.]*(?:\s+[A-Z][\w.]*){0,3}$")
"""For whom, or with which agency, somebody wrote."""
DATED = re.compile(r"\s+(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\s+\d", re.I)
SPLIT = re.compile(r"\s*(?:,|;|\||/|·|•|&|\n|\band\b|\bund\b|\by\b|\bet\b)\s*", re.I)
ROLE = re.compile(
    r"\b(?:(?:editor|correspondent|reporter|writer|contributor|columnist|journalist|producer)s?|staff|newsroom|desk|team|"
    r"published|updated|posted|minutes?|min read|hours?|share|follow|subscribe|photo(?:graph)?(?:er|s)?|bureau|admin|"
    r"senior|chief|deputy|fellow|professor|university|agency|agencies|reuters|news|magazine)\b",
    re.I,
)

NOBODY = re.compile(r"(?:admin|administrator|web ?master|author|editor|staff|guest|user|unknown|none|null|n/a)$", re.I)


def split_names(text: str) -> list[str]:
    """The names of a byline such as "By A B and C D, Political Editor"; addresses and dates are left out."""
    plain = LEAD.sub("", " ".join(text.split()))
    plain = DATED.split(re.sub(r"\([^)]*\)", " ", plain))[0]
    return [part for piece in SPLIT.split(plain) if (part := FOR.sub("", TITLED.sub("", piece)).strip(" .:–—-"))]


def is_name(text: str) -> bool:
    """Whether a short text can be a person's name: up to six words, capitalised, without digits, roles or addresses."""
    words = text.split()
    if not 1 <= len(words) <= 6 or len(text) > 60 or re.search(r"[\d@/:<>{}\[\]?!]|\w\.\w{2,4}$", text):
        return False
    if ROLE.search(text):
        return False
    # "al-Rashid" and "de la Cruz" have small first letters; scripts without capitals have none at all.
    capitals = sum(any(letter.isupper() for letter in word) or not word[0].isascii() for word in words)
    return capitals >= min(2, len(words)) and (not text.isupper() or len(words) in (2, 3))


def is_credit(text: str) -> bool:
    """Whether what a page states as its author can stand though it is no person's name: "Foreign desk", "AP"."""
    return (
        1 < len(text) <= 80
        and len(text.split()) <= 8
        and any(letter.isupper() for letter in text)
        and not re.search(r"[@<>{}\[\]]|https?:", text)
        and not NOBODY.match(text)
    )
