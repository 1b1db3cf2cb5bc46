"""The `rashomon` command: what can be asked, and how an answer or an error reaches the terminal.

Every command imports what it needs when it runs, so that all of them answer at once.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from flows import settings
from flows.exits import DONE, FAILED, INTERRUPTED, USAGE, Failed, UsageError

VERDICTS = ("confirmed", "not_a_conflict", "different_time_or_scope", "extraction_error")
ENGINES = ("local", "dask")
FORMATS = ("table", "csv", "json", "parquet")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"rashomon {version('rashomon')}")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Errors are one line and name the valid options."""

    def error(self, message: str) -> NoReturn:
        options = [text for action in self._actions for text in action.option_strings if text.startswith("--")]
        hint = f"; options here: {', '.join(options)}" if "unrecognized" in message or "expected" in message else ""
        self.exit(USAGE, f"rashomon: {message}{hint}; see {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    main = _Parser(
        prog="rashomon",
        description="Reads many accounts of one event and shows, with the exact words, where they disagree.",
        allow_abbrev=False,
    )
    main.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, runs: str, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        added.set_defaults(runs=runs, parser=added)
        added.add_argument("--home", type=Path, default=settings.read().home, help="where everything is kept")
        return added

    _run_options(command("run", "cli_run:run", "read the sources, compare what they claim, write the report"))
    _run_options(command("serve", "cli_run:serve", "run on schedules until stopped, with no Prefect server needed"))
    sql = command("sql", "cli_read:sql", "put a SELECT to the published snapshot")
    sql.add_argument("query", metavar="SQL")
    sql.add_argument("--format", choices=FORMATS, default="table")
    sql.add_argument("--output", type=Path, help="write to this file instead of the terminal")
    report = command("report", "cli_read:report", "tell where the latest report is")
    report.add_argument("--open", action="store_true", help="open it in the browser")
    report.add_argument("--run", metavar="RUN_ID", help="make the report of this run again, byte for byte")
    report.add_argument("--output", type=Path, help="the folder to write it to (default: report-RUN_ID)")
    trace = command("trace", "cli_read:trace_id", "the way from an id back to the bytes, each hash checked")
    trace.add_argument(
        "id", metavar="ID", help="of a discrepancy, conflict, claim, article or capture, or its beginning"
    )
    command("verify", "cli_read:verify_all", "check every quote, offset and hash of the warehouse again")
    review = command("review", "review:review", "serve the report on this machine and save verdicts given in it")
    review.add_argument("--port", type=int, default=0, help="default: any free one")
    _reviewer(review)
    verdict = command("verdict", "cli_verdicts:verdict", "say what you make of a conflict")
    verdict.add_argument("conflict", metavar="CONFLICT_ID", help="or its beginning")
    verdict.add_argument("verdict", metavar="VERDICT", choices=VERDICTS, help=", ".join(VERDICTS))
    verdict.add_argument("--note")
    _reviewer(verdict)
    imported = command("import-verdicts", "cli_verdicts:import_verdicts", "read verdicts saved from a report")
    imported.add_argument("file", type=Path, metavar="FILE")
    _reviewer(imported)
    prune = command("prune", "cli_upkeep:prune", "take away old files that nothing cites")
    prune.add_argument("--raw-days", type=int, default=90, help="keep bytes that no article was read from so long")
    prune.add_argument("--report-days", type=int, default=365, help="keep past reports so long")
    prune.add_argument("--apply", action="store_true", help="do it; without, only tell what would go")
    for name, text in (("backup", "write the whole home into one file"), ("restore", "make a home out of a backup")):
        command(name, f"cli_upkeep:{name}", text).add_argument("file", type=Path, metavar="FILE")
    return main


def _run_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("sources", nargs="*", metavar="SOURCE", help="a file, folder, address, feed or sources.toml")
    command.add_argument("--questions", type=Path, metavar="FILE", help="standing questions, see examples/")
    command.add_argument(
        "--engine", choices=ENGINES, default=None, help="where claims are read and compared: this machine, or a cluster"
    )


def _reviewer(command: argparse.ArgumentParser) -> None:
    command.add_argument("--reviewer", default=settings.read().reviewer, help="whose verdict it is")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and give its exit status: 0 done, 1 the answer is no, 2 usage, 130 interrupted."""
    try:
        given, unknown = parser().parse_known_args(arguments)
        if unknown:
            given.parser.error(f"unrecognized: {' '.join(unknown)}")
    except SystemExit as ending:
        return int(ending.code or DONE)
    module, name = given.runs.split(":")
    try:
        return _carry_out(getattr(import_module(f"flows.{module}"), name), given)
    except KeyboardInterrupt:
        return _say("interrupted; what was published stays as it was: run the same command again", INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


@contextmanager
def _attentive() -> Iterator[None]:
    """Ctrl-C within the block is a KeyboardInterrupt, also where DuckDB makes an error of its own out of it."""
    heard = False

    def hear(*_: object) -> NoReturn:
        nonlocal heard
        heard = True
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    except Exception as error:
        if heard:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def _carry_out(runs: Callable[[argparse.Namespace], int], given: argparse.Namespace) -> int:
    from warehouse.errors import HomeError, QueryError, TraceError, WarehouseError

    try:
        with _attentive():
            return runs(given)
    except Failed as error:
        return _say(str(error), FAILED)
    except (UsageError, HomeError, QueryError, TraceError) as error:
        return _say(str(error), USAGE)
    except WarehouseError as error:
        return _say(str(error), FAILED)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _say(_explained(error), FAILED)


def _explained(error: OSError) -> str:
    name = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"the disk is full{name}; free some space and run again: what was published is as it was"
    return f"{error.strerror or error}{name}; check the path and its permissions, then run again"


def _say(message: str, status: int) -> int:
    print(f"rashomon: {' '.join(message.split())}", file=sys.stderr)
    return status


def command() -> NoReturn:
    """The command as a process; a fault of ours shows its traceback.

    Once everything is said, standard error is closed: Prefect's threads outlive the run, and what they hold of DuckDB
    makes it print a screenful about leaks when the interpreter goes down around them.
    """
    try:
        status = main()
    except Exception:
        traceback.print_exc()
        status = FAILED
    with contextlib.suppress(BrokenPipeError, ValueError):  # Nobody reads any more: there is nobody to tell.
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.exit(status)


if __name__ == "__main__":
    command()
