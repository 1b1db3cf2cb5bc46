"""`rashomon verdict` and `rashomon import-verdicts`."""

from __future__ import annotations

import argparse

from flows.exits import DONE, UsageError
from flows.verdicts import VerdictError, given, judgeable, read_file, save
from warehouse.home import Home

WAITING = " (written down; a run goes on, and its report takes it up)"


def verdict(asked: argparse.Namespace) -> int:
    """Save one verdict."""
    home = _published(asked)
    row = {"conflict_id": asked.conflict, "verdict": asked.verdict, "note": asked.note}
    try:
        verdicts = given(home, [row], asked.reviewer, "verdict")
    except VerdictError as error:
        raise UsageError(str(error).replace("verdict, row 1: ", "")) from error
    saved = save(home, verdicts)
    how = WAITING if saved.waiting else "" if saved.number else " (already said)"
    print(f"{verdicts[0].conflict_id}: {asked.verdict}{how}")
    return DONE


def import_verdicts(asked: argparse.Namespace) -> int:
    """Save the verdicts of a file; one that is known already is left alone."""
    home = _published(asked)
    try:
        rows, known = read_file(asked.file), judgeable(home)
        verdicts = given(home, rows, asked.reviewer, str(asked.file), known)
    except VerdictError as error:
        raise UsageError(str(error)) from error
    saved = save(home, verdicts)
    if saved.waiting:
        print(f"{len(verdicts)} verdicts{WAITING}")
    else:
        print(f"{saved.number} of {len(verdicts)} verdicts were new")
    strange = len({each.passage_key for each in verdicts} - {row["passage_key"] for row in known.values()})
    if strange:
        print(f"{strange} {'is' if strange == 1 else 'are'} on passages that the latest findings do not have")
    return DONE


def _published(asked: argparse.Namespace) -> Home:
    home = Home.open(asked.home)
    if not home.snapshot.is_file():
        raise UsageError(f"nothing is published in {home.path} yet; publish with: rashomon run SOURCE")
    return home
