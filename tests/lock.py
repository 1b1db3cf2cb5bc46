"""Joins what pip-compile resolved under several Pythons into one requirements.lock (see `make lock`).

    python -m tests.lock 3.11=a.txt 3.13=b.txt > requirements.lock

A package that only some Pythons need gets an environment marker; a package pinned differently is an error.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

HEADER = "# Exact versions with hashes for Python 3.11, 3.12 and 3.13; made by `make lock`, not by hand.\n"
PIN = re.compile(r"^([A-Za-z0-9._-]+==\S+) \\\n((?: {4}--hash=\S+(?: \\)?\n)+)", re.MULTILINE)

Pins = dict[str, str]


def pins(text: str) -> Pins:
    """`name==version` to its block of hash lines."""
    return {match[1]: match[2] for match in PIN.finditer(text)}


def marker(pythons: list[str], wanted: list[str]) -> str:
    """The environment marker that selects `wanted` of `pythons` (both sorted); empty when that is all of them.

    Raises ValueError when the wanted ones are neither the oldest nor the newest in a row.
    """
    if wanted == pythons:
        return ""
    if wanted == pythons[-len(wanted) :]:
        return f' ; python_version >= "{wanted[0]}"'
    if wanted == pythons[: len(wanted)]:
        return f' ; python_version < "{pythons[len(wanted)]}"'
    raise ValueError(f"no marker for {wanted} of {pythons}")


def join(locks: Mapping[str, Pins]) -> str:
    """One lock over all Pythons; raises ValueError when they pin one package differently."""
    pythons = sorted(locks, key=lambda version: [int(part) for part in version.split(".")])
    merged: Pins = {pin: block for python in pythons for pin, block in locks[python].items()}
    names = [pin.split("==")[0] for pin in merged]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"pinned differently under different Pythons: {', '.join(twice)}")
    lines = [
        f"{pin}{marker(pythons, [p for p in pythons if pin in locks[p]])} \\\n{merged[pin]}" for pin in sorted(merged)
    ]
    return HEADER + "".join(lines)


if __name__ == "__main__":
    pairs = [argument.split("=", 1) for argument in sys.argv[1:]]
    sys.stdout.write(join({python: pins(Path(name).read_text("utf-8")) for python, name in pairs}))
