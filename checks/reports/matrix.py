"""Who says what: one row per question, one column per outlet, and in each cell where that outlet stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checks.reports.findings import grouped
from warehouse.records import Claim, Position


def table(questions: Sequence[tuple[str, str]], positions: Iterable[Position]) -> dict[str, Any]:
    """The table over `questions` (id and wording, in this order) and every outlet that has a position on any of them.

    A cell's `state` is "states", "contradicts", "both" (its articles differ), "silent", "unreadable", or "no_record"
    when nothing is known of the outlet on this question. "Could not read" outweighs silence: it may have spoken there.
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
            "cells": [_cell(outlet, cells.get((question_id, outlet), [])) for outlet in outlets],
        }
        for question_id, question in questions
    ]
    return {"outlets": outlets, "rows": rows}


def _cell(outlet: str, positions: Sequence[Position]) -> dict[str, Any]:
    states = {position.state for position in positions}
    return {
        "outlet": outlet,
        "state": _state(states),
        "positions": sorted({position.position for position in positions if position.position}),
        "unreadable": sum(position.state == "unreadable" for position in positions),
    }


def _state(states: set[Any]) -> str:
    if {"states", "contradicts"} <= states:
        return "both"
    return next((state for state in ("states", "contradicts", "unreadable", "silent") if state in states), "no_record")


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
