"""`rashomon verdict` and `rashomon import-verdicts`."""

from __future__ import annotations

import argparse

from flows.exits import DONE, UsageError
from flows.verdicts import VerdictError, given, read_file, save
from warehouse.home import Home


def verdict(asked: argparse.Namespace) -> int:
    """Save one verdict."""
    home = _published(asked)
    row = {"conflict_id": asked.conflict, "verdict": asked.verdict, "note": asked.note}
    try:
        verdicts = given(home, [row], asked.reviewer, "verdict")
    except VerdictError as error:
        raise UsageError(str(error).replace("verdict, row 1: ", "")) from error
    number = save(home, verdicts)
    print(f"{verdicts[0].conflict_id}: {asked.verdict}{'' if number else ' (already said)'}")
    return DONE


def import_verdicts(asked: argparse.Namespace) -> int:
    """Save the verdicts of a file; one that is known already is left alone."""
    home = _published(asked)
    try:
        verdicts = given(home, read_file(asked.file), asked.reviewer, str(asked.file))
    except VerdictError as error:
        raise UsageError(str(error)) from error
    print(f"{save(home, verdicts)} of {len(verdicts)} verdicts were new")
    return DONE


def _published(asked: argparse.Namespace) -> Home:
    home = Home.open(asked.home)
    if not home.snapshot.is_file():
        raise UsageError(f"nothing is published in {home.path} yet; publish with: rashomon run SOURCE")
    return home
