"""`rashomon prune`, `backup` and `restore`: the home kept small, and kept twice."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta

from flows.exits import DONE, FAILED, UsageError
from flows.session import session
from warehouse.home import Home


def prune(given: argparse.Namespace) -> int:
    """Tell what retention would take away; take it away with --apply."""
    from warehouse.snapshot import publish
    from warehouse.upkeep import prunable
    from warehouse.upkeep import prune as take_away

    if min(given.raw_days, given.report_days) < 0:
        raise UsageError("days are counted from 0 on; see rashomon prune --help")
    home = Home.open(given.home)
    with session(home.path):
        now = datetime.now(UTC).replace(tzinfo=None)
        files = prunable(home, now - timedelta(days=given.raw_days), now - timedelta(days=given.report_days))
        if given.apply and files:
            take_away(home, files, now)
            publish(home)
    for file in files:
        print(f"{file.path}: {file.why}")
    done = "taken away" if given.apply else "would be taken away with --apply"
    print(f"{len(files)} files {done}; every quote keeps its text and its bytes")
    return DONE


def backup(given: argparse.Namespace) -> int:
    """The whole home as one file, whole: a run that goes on is waited for by refusing."""
    from warehouse.upkeep import backup as write_backup

    if given.file.exists():
        raise UsageError(f"{given.file} exists; name a new file")
    home = Home.open(given.home)
    with session(home.path):
        write_backup(home, given.file)
    print(given.file)
    return DONE


def restore(given: argparse.Namespace) -> int:
    """A backup as a home, and every hash in it checked; exit 1 when one is wrong."""
    from warehouse.upkeep import restore as read_backup
    from warehouse.verify import verify

    home = read_backup(given.file, given.home)
    problems = verify(home) if home.snapshot.is_file() else []
    for problem in problems:
        print(f"{problem.where}: {problem.kind} {problem.id}: {problem.says}")
    print(f"{home.path}: {len(problems)} problems" if problems else f"{home.path}: every hash is as it was recorded")
    return FAILED if problems else DONE
