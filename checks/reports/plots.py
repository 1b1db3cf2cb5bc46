"""The plot of the report: claims and conflicts by outlet and day, as inline SVG that follows the page's colours.

Leather draws it with presentation attributes only, so that it needs no style of its own under the page's policy; the
style sheet gives its marks and words their colours, and the table beside it says the same in words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from checks.reports.labels import MONTHS

MOST_OUTLETS = 12
MOST_DAYS = 21
CLAIMS, CONFLICTS = "#c1a1a1", "#c0ff1c"
"""Colours that only name the two series: the style sheet puts its own in their place."""

WIDTH, ROW, FRAME, BIGGEST = 720, 34, 90, 14.0


def activity(
    articles: Mapping[str, Mapping[str, Any]],
    claims: Mapping[tuple[str, str], int],
    pairs: Iterable[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Rows of outlet, day of publication (None: not known), number of claims and of conflicts it takes part in.

    `claims` are the numbers of claims by outlet and article id.
    """
    counted: dict[str, Counter[tuple[str, str | None]]] = defaultdict(Counter)
    for (outlet, article_id), number in claims.items():
        article = articles.get(article_id)
        counted["claims"][outlet, article["published_on"] if article else None] += number
    for pair in pairs:
        sides = {(side["outlet"], side["article_id"]) for side in pair["passages"]}
        for outlet, article_id in sides if pair["relation"] == "conflict" and pair["status"] != "resolved" else ():
            article = articles.get(article_id)
            counted["conflicts"][outlet, article["published_on"] if article else None] += 1
    places = sorted(set(counted["claims"]) | set(counted["conflicts"]), key=lambda place: (place[0], place[1] or ""))
    return [
        {"outlet": o, "day": d, "claims": counted["claims"][o, d], "conflicts": counted["conflicts"][o, d]}
        for o, d in places
    ]


def plot(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as SVG: an outlet a line, a day a column, claims as large dots and conflicts as dots on them.

    Empty when there is nothing to compare: fewer than two outlets, or no day known.
    """
    outlets = _busiest(rows)
    days = sorted({row["day"] for row in rows if row["day"]})[-MOST_DAYS:]
    if len(outlets) < 2 or not days:
        return ""
    from leather import Chart

    spots = [row for row in rows if row["day"] in days and row["outlet"] in outlets]
    most = max(max(row["claims"], row["conflicts"]) for row in spots) if spots else 1
    chart = Chart()
    chart.add_x_scale(-0.5, len(days) - 0.5)
    chart.add_y_scale(-0.5, len(outlets) - 0.5)
    step = max(1, len(days) // 7)
    chart.add_x_axis(ticks=list(range(0, len(days), step)), tick_formatter=lambda at, *_: _short(days[int(at)]))
    lines = list(reversed(outlets))
    chart.add_y_axis(ticks=list(range(len(lines))), tick_formatter=lambda at, *_: _clipped(lines[int(at)]))
    for name, colour in (("claims", CLAIMS), ("conflicts", CONFLICTS)):
        shown = [row for row in spots if row[name]]
        data = [(days.index(row["day"]), lines.index(row["outlet"])) for row in shown]
        sizes = {place: _radius(row[name], most) for place, row in zip(data, shown, strict=True)}
        if data:
            chart.add_dots(data, name=name, fill_color=colour, radius=lambda d, sizes=sizes: sizes[int(d.x), int(d.y)])
    height = FRAME + ROW * len(outlets)
    svg = str(chart.to_svg(width=WIDTH, height=height))
    size = f'width="{WIDTH}" height="{height}"'
    return svg.replace(size, f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="plot-says"', 1)


def _busiest(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    total: Counter[str] = Counter()
    for row in rows:
        total[row["outlet"]] += row["claims"]
    return sorted(sorted(total, key=lambda outlet: (-total[outlet], outlet))[:MOST_OUTLETS])


def _radius(number: int, most: int) -> float:
    """The area tells the number."""
    return round(max(2.5, BIGGEST * math.sqrt(number / max(1, most))), 2)


def _short(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _clipped(name: str) -> str:
    from checks.reports.html import visible

    name = visible(name)
    return name if len(name) <= 22 else name[:21] + "…"
