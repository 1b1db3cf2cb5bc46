"""Who says what: one row per question, one column per outlet, and in each cell where that outlet stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checks.reports.findings import grouped
from warehouse.records import Claim, Position


def table(questions: Sequence[tuple[str, str]], positions: Iterable[Position]) -> dict[str, Any]:
    """The table over `questions` (id and wording, in this order) and every outlet that has a position on any of them.

    A row has a cell for each outlet of which something is known on this question. Its `state` is "states",
    "contradicts", "both" (its articles differ), "silent" or "unreadable"; the last outweighs silence, since the outlet
    may have spoken in what could not be read.
    """
    wanted = {question_id for question_id, _ in questions}
    cells: defaultdict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in positions:
        if position.question_id in wanted:
            cells[position.question_id, position.outlet].append(position)
    outlets = sorted({outlet for _, outlet in cells})
    rows = [
        {
            "question_id": question_id,
            "question": question,
            "cells": {
                outlet: _cell(cells[question_id, outlet]) for outlet in outlets if (question_id, outlet) in cells
            },
        }
        for question_id, question in questions
    ]
    return {"outlets": outlets, "rows": rows}


def _cell(positions: Sequence[Position]) -> dict[str, Any]:
    states = {position.state for position in positions}
    return {
        "state": _state(states),
        "positions": sorted({position.position for position in positions if position.position}),
        "unreadable": sum(position.state == "unreadable" for position in positions),
    }


def _state(states: set[Any]) -> str:
    if {"states", "contradicts"} <= states:
        return "both"
    return next(state for state in ("states", "contradicts", "unreadable", "silent") if state in states)


def standing(positions: Iterable[Position], discrepancies: Iterable[str], claims: Mapping[str, Claim]) -> Any:
    """The standing questions, which are those of no discrepancy: their table, and each one's positions in words."""
    own = set(discrepancies)
    asked: dict[str, str] = {}
    by_question: defaultdict[str, list[Position]] = defaultdict(list)
    for position in positions:
        if position.question_id not in own:
            asked.setdefault(position.question_id, position.question)
            by_question[position.question_id].append(position)
    questions = sorted(asked.items())
    answers = [
        {"question_id": key, "question": text, "positions": grouped(by_question[key], claims)}
        for key, text in questions
    ]
    everyone = [position for key in sorted(by_question) for position in by_question[key]]
    return {"table": table(questions, everyone), "answers": answers}
