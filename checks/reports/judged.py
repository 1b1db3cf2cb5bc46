"""What people made of pairs of passages: whose verdict counts, who disagrees, what is stale, what a kind is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from checks.reports.carry import squashed
from warehouse.records import Article, Verdict

ALIKE_FROM = 0.3
"""From this share of common words on, a changed passage is taken for the later wording of a judged one."""

PRIOR_RIGHT, PRIOR_WRONG = 1.0, 1.0
"""What is believed of a kind before anybody judged it: as if one finding had been right and one wrong (Laplace)."""


class Ledger:
    """Every verdict ever given, to be asked about pairs; a pure function of what it is made from.

    `carried` are (passage_key, kind, key known before): pairs of passages that stand for pairs judged before.
    """

    def __init__(
        self,
        verdicts: Iterable[Verdict],
        carried: Iterable[tuple[str, str, str]] = (),
        articles: Iterable[Article] = (),
    ) -> None:
        """Sorted by time, and by passage."""
        texts = {a.article_id: squashed(a.text) for a in articles if a.text is not None}
        self._by_key: defaultdict[str, list[Verdict]] = defaultdict(list)
        self._stale: defaultdict[tuple[str | None, ...], list[Verdict]] = defaultdict(list)
        self.all = sorted(verdicts, key=_moment)
        for verdict in self.all:
            self._by_key[verdict.passage_key].append(verdict)
            if is_stale(verdict, texts):
                self._stale[verdict.kind, *sorted((verdict.article_a or "", verdict.article_b or ""))].append(verdict)
        self._same: dict[tuple[str, str], set[str]] = {}
        families: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for key, kind, before in carried:
            families[kind, before] |= {key, before}
        for (kind, _), family in families.items():
            for key in family:
                self._same.setdefault((key, kind), set()).update(family)

    def of(self, passage_key: str, kind: str) -> dict[str, Any] | None:
        """The verdict on a pair: the latest, which wins, and the reviewers whose own last word is another one."""
        standing = self._standing(passage_key, kind)
        if not standing:
            return None
        last = standing[-1]
        return {
            **_told(last),
            "carried": last.passage_key != passage_key,
            "disagreeing": [
                {"reviewer": verdict.reviewer, "verdict": verdict.verdict}
                for verdict in sorted(standing, key=lambda verdict: verdict.reviewer)
                if verdict.verdict != last.verdict
            ],
        }

    def _standing(self, passage_key: str, kind: str) -> list[Verdict]:
        """The last word of each reviewer on a pair that was not taken back, the latest last."""
        keys = self._same.get((passage_key, kind), {passage_key})
        history = sorted((verdict for key in keys for verdict in self._by_key.get(key, ())), key=_moment)
        last_words = {verdict.reviewer: verdict for verdict in history}
        return sorted((verdict for verdict in last_words.values() if verdict.verdict != "withdrawn"), key=_moment)

    def moment_of(self, passage_key: str, kind: str) -> datetime | None:
        """When the verdict that counts on a pair was given; None without one."""
        last = self._standing(passage_key, kind)
        return last[-1].given_at if last else None

    def stale_for(self, kind: str, a: tuple[str, str], b: tuple[str, str]) -> dict[str, Any] | None:
        """The latest verdict on earlier words of these two passages (article id, quote) that were changed since."""
        had = self._stale.get((kind, *sorted((a[0], b[0]))), [])
        for verdict in reversed(had):
            before = (verdict.article_a or "", verdict.quote_a or ""), (verdict.article_b or "", verdict.quote_b or "")
            if any(_alike(a, one) and _alike(b, two) for one, two in (before, before[::-1])):
                return None if verdict.verdict == "withdrawn" else _told(verdict)
        return None


def is_stale(verdict: Verdict, texts: Mapping[str, str]) -> bool:
    """Whether the latest legible text (squashed, by article id) of one of its articles has the judged words no more."""
    sides = ((verdict.article_a, verdict.quote_a), (verdict.article_b, verdict.quote_b))
    return any(a in texts and squashed(quote) not in texts[a] for a, quote in sides if a and quote)


def precision(
    verdicts: Sequence[Verdict], kinds: Mapping[str, str], carried: Iterable[tuple[str, str, str]] = ()
) -> dict[str, dict[str, Any]]:
    """By kind of conflict: how many findings were judged and confirmed, and the share expected to be right.

    A finding is one matter, however many pairs it has: confirmed if the last word on any of its pairs is. `kinds` are
    the kinds by passage key, for verdicts that do not say theirs; `carried` pairs are the ones that they stand for.
    `expected` is the rule of succession.
    """
    roots = {(key, kind): before for key, kind, before in carried}
    last: dict[tuple[str, str], dict[str, Verdict]] = defaultdict(dict)
    for verdict in sorted(verdicts, key=_moment):
        kind = verdict.kind or kinds.get(verdict.passage_key)
        if kind:
            key = roots.get((verdict.passage_key, kind), verdict.passage_key)
            last[key, kind][verdict.reviewer] = verdict
    matters: defaultdict[tuple[str, str], bool] = defaultdict(bool)
    for (key, kind), words in last.items():
        standing = sorted((word for word in words.values() if word.verdict != "withdrawn"), key=_moment)
        if standing:
            matters[kind, standing[-1].discrepancy_id or key] |= standing[-1].verdict == "confirmed"
    found: dict[str, dict[str, Any]] = {}
    for (kind, _), confirmed in sorted(matters.items()):
        row = found.setdefault(kind, {"judged": 0, "confirmed": 0})
        row["judged"] += 1
        row["confirmed"] += confirmed
    for row in found.values():
        row["precision"] = round(row["confirmed"] / row["judged"], 4)
        row["expected"] = round(expected(row["judged"], row["confirmed"]), 4)
    return found


def expected(judged: int, confirmed: int) -> float:
    """The share of findings of a kind that are expected to be right."""
    return (confirmed + PRIOR_RIGHT) / (judged + PRIOR_RIGHT + PRIOR_WRONG)


def _told(verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": verdict.verdict,
        "reviewer": verdict.reviewer,
        "note": verdict.note,
        "given_on": verdict.given_at.date().isoformat(),
        "code_version": verdict.code_version,
    }


def _moment(verdict: Verdict) -> tuple[Any, str]:
    return (verdict.given_at, verdict.verdict_id)


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two passages are of one article and share enough words to be two wordings of one statement."""
    a, b = set(one[1].casefold().split()), set(other[1].casefold().split())
    return one[0] == other[0] and len(a & b) >= ALIKE_FROM * len(a | b)
