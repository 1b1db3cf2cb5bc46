"""The page: one HTML file that needs nothing else, in which every word of an article is text and never markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checks.reports import labels
from checks.reports.headline import count
from checks.reports.plots import plot

HEAD_CHARS = 900
TAIL_CHARS = 200
"""Of a quote longer than both together (and a little), the page shows its beginning and end; the JSON has all of it."""

BRIEF_CHARS = 140
NEAR_CHARS = 45
MOST_BRIEF_CHARS = 160
"""A quote up to the first is always whole. Of a longer one, a folded finding shows so much around each word that only
it says, and of all these together so much."""

FOLDED_PAIRS = 9
FOLDED_PAIRS_OF_MANY = 2
MANY_FINDINGS = 1000
"""How many pairs a discrepancy shows besides the strongest one, and from how many discrepancies on it shows fewer."""

WHOLE_CARDS = 60
"""So many discrepancies are elements of the page from the start; the rest of the others is text until it is near."""

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, direction overrides and isolates, and lone surrogates: what can hide or reorder other text."""


_LINES = re.compile(r"\s*\n\s*")
_WRAPPED = re.compile(r"(?<=[,;])\s*\n\s*|\s*\n\s*(?=[a-z])")
"""A line end within a sentence: the text was wrapped, no paragraph ends here."""


def render_html(data: Mapping[str, Any]) -> str:
    """The whole page for the data of `build`: a pure function of it, ready to be written as UTF-8."""
    style, script = _asset("report.css"), _asset("report.js") + _asset("verdicts.js")
    template = _environment().get_template("report.html")
    return template.render(
        data=data,
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
        folded=FOLDED_PAIRS if len(data["discrepancies"]) <= MANY_FINDINGS else FOLDED_PAIRS_OF_MANY,
        late={finding["discrepancy_id"] for finding in data["discrepancies"][WHOLE_CARDS:]},
        choices=_choices(data["discrepancies"]),
        choices_of_verdict=labels.CHOICES,
        plot=Markup(plot(data["activity"])),
    )


NO_REQUEST = "default-src 'none'; "
OWN_REQUESTS = "default-src 'none'; connect-src 'self'; "
"""How the policy of the page begins, and how it does when `rashomon review` serves the page and saves its verdicts."""


def policy(style: str, script: str) -> str:
    """The content security policy: only this very style and this very script, and no request of any kind.

    Text becomes markup in one place of the script only, the policy `unfolded`: what this very page keeps in `noscript`.
    """
    return (
        f"{NO_REQUEST}style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types unfolded"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _asset(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text("utf-8")


class _OfDicts(Environment):
    """`finding.kind` looks for a key first: nearly all that the page shows are values of dicts."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of that name."""
        return obj[attribute] if type(obj) is dict and attribute in obj else super().getattr(obj, attribute)


@cache
def _environment() -> Environment:
    environment = _OfDicts(
        loader=PackageLoader("checks.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "pieces": pieces,
        "clip": clip,
        "paragraphs": paragraphs,
        "day": labels.day,
        "holders": holders,
        "by_day": by_day,
        "as_json": as_json,
    }
    environment.globals |= {
        name.lower(): value for name, value in vars(labels).items() if name.isupper() and isinstance(value, dict)
    }
    environment.globals["count"] = count
    return environment


def visible(text: str) -> str:
    """The text with characters that could hide or reorder what stands around them shown by their code, as ⟨U+202E⟩."""
    if text.isprintable():
        return text
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def clip(text: str | None, most: int) -> str:
    """The text, cut to `most` characters with an ellipsis."""
    text = text or ""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def paragraphs(text: str) -> str:
    """The text with one line break between paragraphs, and none where it was only wrapped."""
    return _LINES.sub("\n", _WRAPPED.sub(" ", text))


def pieces(passage: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A quote as (role, text) in order; role: plain, differs (only here) or gap (left out for length).

    Of a long quote, what is not near a difference is "far" or "far differs", and "on" when it goes on from one that is:
    a folded finding leaves it out.
    """
    quote, differs = passage["quote"], passage["differs"]
    parts: list[tuple[str, str]] = []
    at = 0
    for low, high in _windows(len(quote), differs):
        if low > at:
            parts.append(("gap", f"[… {low - at:,} more characters …]"))
        parts += _within(quote, differs, low, high)
        at = high
    return parts if len(quote) <= BRIEF_CHARS else list(_marked_far(parts))


def _windows(length: int, differs: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """What of a quote is shown, as ranges in order; of a long one, the beginning and end, and a difference at least."""
    if length <= HEAD_CHARS + 2 * TAIL_CHARS:
        return [(0, length)]
    end = length - TAIL_CHARS
    if not differs or any(span[0] < HEAD_CHARS or span[1] > end for span in differs):
        return [(0, HEAD_CHARS), (end, length)]
    middle = differs[0][0] - TAIL_CHARS
    return [(0, TAIL_CHARS), (middle, min(middle + HEAD_CHARS - TAIL_CHARS, end)), (end, length)]


def _marked_far(parts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The parts, the plain ones cut in two or three where they leave the nearness of a difference."""
    out = False
    for role, text in _near_and_far(parts):
        far = role.startswith("far")
        yield (f"{role} on" if far and out else role), text
        out = far or (out and role == "gap")


def _near_and_far(parts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    differ = [role == "differs" for role, _ in parts]
    left = MOST_BRIEF_CHARS
    for at, (role, text) in enumerate(parts):
        if role == "plain":
            lead = NEAR_CHARS if at and differ[at - 1] else 0 if at or any(differ) else BRIEF_CHARS
            tail = NEAR_CHARS if at + 1 < len(parts) and differ[at + 1] else 0
            head, middle, end = _cut(text, min(lead, max(left, 0)), min(tail, max(left, 0)))
            left -= len(head) + len(end)
            yield from ((role, text) for role, text in (("plain", head), ("far", middle), ("plain", end)) if text)
        else:
            yield ("far differs" if role == "differs" and left <= 0 else role), text
            left -= len(text) if role == "differs" else 0


def _cut(text: str, lead: int, tail: int) -> tuple[str, str, str]:
    """The text as its beginning, the rest and its end, cut at spaces; nothing is cut off when little would be."""
    if len(text) <= lead + tail + NEAR_CHARS // 2:
        return text, "", ""
    first, last = text.rfind(" ", 0, lead) + 1, text.find(" ", len(text) - tail)
    first = first if first > lead // 2 else lead
    last = last if 0 <= last < len(text) - tail // 2 else len(text) - tail
    return text[:first], text[first:last], text[last:]


def _within(quote: str, spans: Iterable[Sequence[int]], low: int, high: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = low
    for start, end in ((max(span[0], low), min(span[1], high)) for span in spans):
        if start < end:
            found += [("plain", quote[at:start]), ("differs", quote[start:end])]
            at = end
    found.append(("plain", quote[at:high]))
    return [(role, text) for role, text in found if text]


def holders(held_by: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    """Who holds a position: each outlet once, with the speakers it gives the words to (none when it speaks itself)."""
    found: dict[str, list[str]] = {}
    for who in held_by:
        speakers = found.setdefault(who["outlet"], [])
        if who["speaker"] and who["speaker"] not in speakers:
            speakers.append(who["speaker"])
    return list(found.items())


def by_day(events: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """A timeline with the events that are the same day and deed as one, and who has part in it."""
    found: dict[tuple[str, str | None, str], list[Mapping[str, Any]]] = {}
    for event in events:
        found.setdefault((event["day"], event["until"], event["what"]), []).append(event)
    return [(who[0], who) for who in found.values()]


def as_json(values: Sequence[str]) -> str:
    """Names as a JSON array for a data attribute, in the form in which the page shows them."""
    return json.dumps([visible(value) for value in values], ensure_ascii=False)


def _value(finding: Mapping[str, Any], name: str) -> str:
    if name == "verdict" and finding["stale_verdict"]:
        return "stale"
    return str(finding[name] or "none")


def _choices(findings: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters: name in the address, label, and the (value, text) choices; none without a choice."""
    fixed = {"kind": "Kind", "severity": "Severity", "status": "Status", "verdict": "Verdict"}
    words = {"verdict": {**labels.VERDICTS, "none": "no verdict yet", "stale": "stale: look again"}}
    found = []
    for name, label in fixed.items():
        values = sorted({_value(finding, name) for finding in findings})
        if name == "verdict" and findings:  # Verdicts given in the page are among them, too.
            partly = ["partly_judged"] if any(len(finding["conflicts"]) > 1 for finding in findings) else []
            values = [*dict.fromkeys([*labels.CHOICES, *partly, *values, "none"])]
        found.append((name, label, [(value, words.get(name, {}).get(value, value)) for value in values]))
    for name, key, label in (("outlet", "outlets", "Outlet"), ("speaker", "speakers", "Speaker")):
        values = sorted({visible(value) for finding in findings for value in finding[key]})
        found.append((name, label, [(value, clip(value, 60)) for value in values]))
    return [choice for choice in found if len(choice[2]) > 1]
