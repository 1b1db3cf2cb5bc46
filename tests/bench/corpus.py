"""Corpora of any size with known conflicts: the example event told anew, of other things on other days.

Equal arguments give equal bytes. Five articles make one event. Each event has names of its own and draws its nouns and
adjectives anew, so that two events are as little alike as two of the news are; grammar and verbs stay. The known
conflicts of an event are those of the gold file of the example that survive the change of words.
"""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "brannock-plant-fire"
GOLD = ROOT / "tests" / "gold" / "brannock-plant-fire.json"
ARTICLES_PER_EVENT = 5
KNOWN = ("c1", "c2", "c3")
"""Conflicts of the example whose quotes are plain enough to be known in every variation: the toll and two dates."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DAYS = (
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<path>\d{{4}}/[a-z]{{3}}/\d\d)"
    rf"|(?P<month>{_MONTH}) (?P<after>\d{{1,2}})(?!\d)|(?<!\d)(?P<before>0?\d|[12]\d|3[01])(?P<th>th)? (?P<of>{_MONTH})"
    rf"|(?<!\d)(?P<short>\d{{1,2}}) (?P<abbr>Mar)\b"
)

_NOT_BEFORE = r",\d| (?:[Cc]hief|brigade|crews|doors|alarm)"
_PARAGRAPHS = re.compile(r"(?:^<p\b[^\n]*</p>\n){4,}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Known:
    """«In event `event`, `quotes` of these files conflict»: (file name, quote) of each side."""

    event: int
    gold_id: str
    quotes: tuple[tuple[str, str], ...]


@cache
def words() -> dict[str, Any]:
    """The varied words, from words.toml."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


def write(folder: Path, articles: int, first_event: int = 0) -> list[Known]:
    """Write that many pages (whole events, the last cut short) into `folder`; gives the conflicts known to be there."""
    folder.mkdir(parents=True, exist_ok=True)
    known: list[Known] = []
    for number, event in enumerate(range(first_event, first_event + -(-articles // ARTICLES_PER_EVENT))):
        vary = Variation(event)
        kept = set()
        for source in sorted(EXAMPLE.glob("*.html"))[: articles - number * ARTICLES_PER_EVENT]:
            encoding = "windows-1252" if source.stem == "02" else "utf-8"
            page = vary.page(source.read_bytes().decode(encoding))
            name = f"e{event:05d}-{source.name}"
            (folder / name).write_bytes(page.encode(encoding, "xmlcharrefreplace"))
            kept.add(source.name)
        known += [found for found in _known(event, vary) if {f.split("-")[1] for f, _ in found.quotes} <= kept]
    return known


def _known(event: int, vary: Variation) -> Iterator[Known]:
    for conflict in json.loads(GOLD.read_text("utf-8"))["conflicts"]:
        if conflict["id"] in KNOWN:
            sides = ((f"e{event:05d}-{side['article']}", vary(side["quote"])) for side in conflict["sides"])
            yield Known(event, conflict["id"], tuple(sides))


class Variation:
    """The words of the example become those of event number `event`; event 0 is varied, too."""

    def __init__(self, event: int) -> None:
        """Draw what happened, names, days and figures of the event."""
        self._seed = f"rashomon bench {event}"
        drawn = random.Random(self._seed)
        self._days = timedelta(weeks=drawn.randrange(-40, 40))
        self._more = drawn.randrange(0, 60)
        said: dict[str, str] = dict(zip(words()["happened"][0], drawn.choice(words()["happened"]), strict=True))
        for topic in words()["topics"]:
            said |= zip(topic["example"], drawn.sample(topic["drawn"], len(topic["example"])), strict=True)
        names, self._slugs = _names(event, drawn)
        self._words: dict[str, str] = {**names, **said, **{w.capitalize(): to.capitalize() for w, to in said.items()}}
        for figure in (19, 23, 310, 400):
            self._words[str(figure)] = str(figure + self._more)
        self._words["1,100"] = f"1,{100 + self._more}"
        whole = "|".join(re.escape(word) for word in sorted(self._words, key=lambda w: (-len(w), w)))
        slugs = "|".join(re.escape(slug) for slug in sorted(self._slugs, key=lambda w: (-len(w), w)))
        self._told = re.compile(rf"{_DAYS}|(?P<slug>{slugs})|(?<![\w.,#/-])(?P<word>{whole})(?=s?\b)(?!{_NOT_BEFORE})")

    def __call__(self, text: str) -> str:
        """The text as this event has it."""
        return self._told.sub(self._one, text)

    def page(self, text: str) -> str:
        """A page as this event has it, the middle of each run of paragraphs in another order."""
        return _PARAGRAPHS.sub(self._reordered, self(text))

    def _reordered(self, found: re.Match[str]) -> str:
        lines = found.group().splitlines(keepends=True)
        middle = lines[2:-1]
        random.Random(self._seed).shuffle(middle)
        return "".join([*lines[:2], *middle, lines[-1]])

    def _one(self, found: re.Match[str]) -> str:
        if found["word"]:
            return self._words[found["word"]]
        return self._slugs[found["slug"]] if found["slug"] else self._day(found)

    def _day(self, found: re.Match[str]) -> str:
        part = found.groupdict()
        if part["iso"]:
            return (date.fromisoformat(part["iso"]) + self._days).isoformat()
        if part["path"]:
            return f"{date(2025, 3, int(part['path'][-2:])) + self._days:%Y/%b/%d}".lower()
        if part["short"]:
            moved = date(2025, 3, int(part["short"])) + self._days
            return f"{moved.day} {moved:%b}"
        month = _MONTHS.index(part["month"] or part["of"]) + 1
        day = date(2025 if month < 7 else 2024, month, int(part["after"] or part["before"])) + self._days
        named = _MONTHS[day.month - 1]
        if part["month"]:
            return f"{named} {day.day}"
        return f"{day.day}{_th(day.day) if part['th'] else ''} {named}"


def _th(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _names(event: int, drawn: random.Random) -> tuple[dict[str, str], dict[str, str]]:
    """New names by the old, whole and by their parts; and those of places and firms as they stand in addresses."""
    made: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for at, (kind, old) in enumerate(words()["names"]):
        new = _name(event * len(words()["names"]) + at)
        if kind == "person":
            given = drawn.choice(words()["first"]) + drawn.choice(words()["given"])
            made |= {old: f"{given} {new}", old.split()[0]: given, old.split()[1]: new}
        else:
            made |= {old: new, old.upper(): new.upper()}
            slugs |= {old.lower().replace(" ", joined): new.lower() for joined in ("-", "")}
    return made, slugs


def _name(number: int) -> str:
    """A name of its own for each number up to some 80,000, neighbours unlike each other."""
    first, middle, last = (words()[part] for part in ("first", "middle", "last"))
    mixed = (number * 7919) % (len(first) * len(middle) * len(last) * len(middle))
    mixed, at = divmod(mixed, len(first))
    mixed, second = divmod(mixed, len(middle))
    mixed, third = divmod(mixed, len(last))
    extra = middle[mixed % len(middle)] + "r" if mixed else ""
    return f"{first[at]}{middle[second]}{extra}{last[third]}".capitalize()
