"""How the numbers of the runs went: a table of the last runs, and beneath it each number as a line of bars.

Runs are told by their number and not by their time, so that equal runs give equal pages; `runs` has the times.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

RUNS = 20
HISTORY = f"""SELECT run_id, run_seq, gate, captures, articles, unreadable, claims, pairs_compared, conflicts
FROM runs WHERE run_seq IS NOT NULL ORDER BY run_seq DESC LIMIT {RUNS}"""
NUMBERS = ("captures", "articles", "unreadable", "claims", "pairs_compared", "conflicts")
BARS = "▁▂▃▄▅▆▇█"


def history(query: Callable[[str], Any]) -> list[dict[str, Any]]:
    """The numbers of the last runs, oldest first; empty when they cannot be told."""
    try:
        answer = query(HISTORY)
    # Which exceptions an engine raises is not known on this side of the door; the rules about `runs` tell of it.
    except Exception:
        return []
    rows = answer.to_pylist() if hasattr(answer, "to_pylist") else answer.to_dict("records")
    return list(reversed(rows))


def trend(rows: Sequence[Mapping[str, Any]]) -> str:
    """The runs as HTML, the newest last; nothing for none."""
    if not rows:
        return ""
    heads = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in ("run", "gate", *NUMBERS))
    body = "".join(_row(row) for row in rows)
    lines = "".join(f"<td>{_line([row[name] for row in rows])}</td>" for name in NUMBERS)
    return (
        f'<h2>Trend over the last runs</h2><table class="all"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}<tr><td></td><td></td>{lines}</tr></tbody></table>"
    )


def _row(row: Mapping[str, Any]) -> str:
    gate = {"passed": "passed", "failed": "✗ failed"}.get(str(row["gate"]), "this run")
    cells = "".join(f"<td>{_number(row[name])}</td>" for name in NUMBERS)
    run = f"{row['run_seq']} <span class='id'>{html.escape(str(row['run_id']))}</span>"
    return f"<tr><td>{run}</td><td>{gate}</td>{cells}</tr>"


def _number(value: Any) -> str:
    return "" if value is None else f"{int(value):,}"


def _line(values: Sequence[Any]) -> str:
    """Each value as a bar, from none to the largest."""
    known = [int(value or 0) for value in values]
    most = max(known) or 1
    return "".join(BARS[round(value / most * (len(BARS) - 1))] for value in known)
