"""The noun that a number counts, found by form alone: «24 injured workers were» counts a "worker"."""

from __future__ import annotations

import re

# Words that end the counted phrase: function words, auxiliaries, and verbs that often follow a bare number.
_STOP = frozenset(
    [
        "a",
        "about",
        "across",
        "after",
        "against",
        "ago",
        "all",
        "along",
        "although",
        "am",
        "amid",
        "among",
        "an",
        "and",
        "another",
        "any",
        "are",
        "around",
        "as",
        "at",
        "away",
        "back",
        "be",
        "because",
        "been",
        "before",
        "behind",
        "being",
        "below",
        "beside",
        "between",
        "beyond",
        "both",
        "but",
        "by",
        "can",
        "cannot",
        "could",
        "despite",
        "did",
        "do",
        "does",
        "doing",
        "down",
        "during",
        "each",
        "either",
        "even",
        "ever",
        "every",
        "except",
        "following",
        "for",
        "from",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "if",
        "in",
        "inside",
        "instead",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "later",
        "least",
        "less",
        "like",
        "many",
        "may",
        "me",
        "might",
        "more",
        "most",
        "much",
        "must",
        "my",
        "near",
        "neither",
        "never",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "only",
        "onto",
        "or",
        "our",
        "out",
        "outside",
        "over",
        "own",
        "per",
        "perhaps",
        "plus",
        "said",
        "say",
        "says",
        "saying",
        "shall",
        "she",
        "should",
        "since",
        "so",
        "some",
        "still",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "though",
        "through",
        "throughout",
        "thus",
        "to",
        "today",
        "together",
        "told",
        "too",
        "toward",
        "towards",
        "under",
        "unless",
        "until",
        "up",
        "upon",
        "us",
        "versus",
        "very",
        "via",
        "vs",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "without",
        "would",
        "yesterday",
        "yet",
        "you",
        "your",
        "according",
        "adding",
        "added",
        "asked",
        "came",
        "go",
        "goes",
        "going",
        "gone",
        "went",
        "took",
        "take",
        "takes",
        "made",
        "make",
        "makes",
        "got",
        "get",
        "gets",
        "gave",
        "give",
        "gives",
        "began",
        "died",
        "die",
        "dies",
        "rose",
        "fell",
        "left",
        "remain",
        "remains",
        "remained",
        "became",
        "become",
        "also",
        "already",
        "apiece",
        "respectively",
        "aboard",
        "ashore",
        "abroad",
        "alive",
        "tomorrow",
        "tonight",
        "again",
        "overnight",
        "nearby",
        "afterwards",
        "earlier",
        "worth",
        "wide",
        "tall",
        "deep",
        "thick",
        "points",
        "o'clock",
        "am",
        "pm",
    ]
)
_IRREGULAR = {
    "people": "people", "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "lives": "life", "wives": "wife", "knives": "knife", "wolves": "wolf", "halves": "half", "leaves": "leaf", "loaves": "loaf",
    "thieves": "thief", "police": "police", "personnel": "personnel", "staff": "staff", "crew": "crew", "aircraft": "aircraft",
    "spacecraft": "spacecraft", "hovercraft": "hovercraft", "series": "series", "species": "species", "sheep": "sheep",
    "cattle": "cattle", "fish": "fish", "deer": "deer", "infantry": "infantry", "cavalry": "cavalry", "youth": "youth",
    "crises": "crisis", "analyses": "analysis", "theses": "thesis", "hypotheses": "hypothesis", "bases": "base",
    "criteria": "criterion", "phenomena": "phenomenon", "media": "media", "data": "data", "seamen": "seaman",
    "means": "means", "headquarters": "headquarters", "barracks": "barracks", "gallows": "gallows", "dead": "dead",
    "buses": "bus", "gases": "gas", "viruses": "virus", "campuses": "campus", "bonuses": "bonus", "movies": "movie",
    "cookies": "cookie", "heroes": "hero", "potatoes": "potato", "echoes": "echo", "vetoes": "veto", "volcanoes": "volcano",
    "torpedoes": "torpedo", "mosquitoes": "mosquito", "tornadoes": "tornado", "embargoes": "embargo", "cargoes": "cargo",
    "shoes": "shoe", "toes": "toe", "foes": "foe", "oes": "oe", "lies": "lie", "ties": "tie", "pies": "pie",
}  # fmt: skip
# A state that stands for those in it: «12 dead», «40 injured», «six missing».
STATES = frozenset(
    [
        "dead",
        "killed",
        "injured",
        "wounded",
        "missing",
        "hurt",
        "arrested",
        "detained",
        "displaced",
        "hospitalised",
        "hospitalized",
        "homeless",
        "unaccounted",
        "drowned",
        "infected",
        "evacuated",
        "rescued",
        "trapped",
        "stranded",
        "jailed",
        "charged",
        "sickened",
    ]
)
_NOT_NOUNS = frozenset(
    [
        "this",
        "his",
        "its",
        "was",
        "has",
        "is",
        "as",
        "us",
        "yes",
        "does",
        "goes",
        "less",
        "plus",
        "thus",
        "perhaps",
        "always",
        "besides",
    ]
)
_SKIPPED = frozenset(
    ["more", "other", "further", "additional", "extra", "new", "old", "such", "different", "separate", "so-called"]
)
_ADJECTIVE = re.compile(
    r"(?:al|ic|ous|ive|ful|less|able|ible|ant|ary|ese|ish|est|ern|ly|ed|ior|ian|en)$|^(?:young|new|old|big|large|small|good|bad|"
    r"great|long|short|high|low|former|main|major|minor|single|lone|full|recent|key|local|armed|black|white|red|blue|green|"
    r"dead|sick|late|top|unnamed|whole|entire|deep|hard|early|huge|tiny|rare|free|poor|rich|strong|weak|wild|clear|empty)$"
)
_NEXT_WORD = re.compile(r"[ \u00a0-]?(?:\n(?!\n))?[ \u00a0]*([A-Za-z][A-Za-z-]*)(['’]s?\b|['’](?=\s))?")
_LIMIT = 6


def singular(word: str) -> str:
    """The singular of an English noun in lower case: "bodies" → "body", "men" → "man", "buses" → "bus"."""
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 4:
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word


def is_plural(word: str) -> bool:
    """Whether the form is a plural noun's: "workers", "men", "people", "aircraft"; verbs in -s cannot be told apart."""
    word = word.lower()
    if word in _NOT_NOUNS:
        return False
    if word in _IRREGULAR or word.endswith(("men", "people")):
        return True
    return len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous"))


def counted_noun(text: str, position: int, *, one: bool = False) -> tuple[str, int] | None:
    """The noun counted by a number that ends at `position`, singular, with the offset where it ends; None when not plain.

    `one` looks for a singular ("one police officer" → "officer"); otherwise the first plural within six words is taken.
    """
    found: tuple[str, int] | None = None
    state: tuple[str, int] | None = None
    for _ in range(_LIMIT):
        match = _NEXT_WORD.match(text, position)
        if not match:
            break
        word, lower = match.group(1), match.group(1).lower()
        tail = lower.rpartition("-")[2]
        if lower in _STOP or (found and not one and not is_plural(tail)):
            break
        if lower not in _SKIPPED:
            if one:
                if found and (_ADJECTIVE.search(lower) or lower.endswith("s")):
                    break
                if not _ADJECTIVE.search(lower):
                    found = (tail, match.end(1))
            elif lower == "others":
                found = ("other", match.end(1))
            elif lower in STATES:
                state = state or (lower, match.end(1))
            elif is_plural(tail):
                found = (singular(tail), match.end(1))
        if match.group(2) and found:
            break
        position = match.end()
    return found or state
