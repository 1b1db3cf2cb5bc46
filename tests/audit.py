"""Audits what is installed: `python -m tests.audit`; `make check` runs it.

Fails when something installed is not what the lock says, or when a package has a known hole. pip-audit looks known
holes up in a list on the network: where none can be reached, that is said, and is no failure, since a machine without a
way out must be able to check, too. With --strict it is one.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import distributions
from importlib.util import find_spec

from tests.sbom import LOCK, pinned

TIMEOUT_S = 120
OURS = {"rashomon", "pip", "setuptools", "wheel"}


def drift() -> list[str]:
    """What is installed in another version than locked, or locked without a hash; more may be installed beside it."""
    locked: dict[str, set[str]] = {}
    bare = []
    for one in pinned(LOCK.read_text("utf-8")):
        locked.setdefault(_plain(one.name), set()).add(one.version)
        if not one.sha256:
            bare.append(f"{one.name} {one.version} is locked without a hash")
    found = []
    for distribution in distributions():
        name = _plain(distribution.metadata["Name"])
        if name in locked and name not in OURS and distribution.version not in locked[name]:
            found.append(f"{name} {distribution.version} is installed, locked is {', '.join(sorted(locked[name]))}")
    return sorted({*bare, *found})


def holes() -> tuple[str, list[str]]:
    """What pip-audit says: ("clean" | "holes" | "could not look", its lines)."""
    if find_spec("pip_audit") is None:
        return "could not look", ["pip-audit is not installed; it is among the tools of requirements-dev.in"]
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--disable-pip", "--require-hashes"]
    command += ["--progress-spinner", "off", "--timeout", "15"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return "could not look", [f"no list of known holes answered within {TIMEOUT_S} seconds"]
    if done.returncode == 0:
        return "clean", []
    if "Known Vulnerabilities" in done.stdout or "known vulnerabilit" in done.stderr:
        return "holes", [line for line in done.stdout.splitlines() if line.strip()]
    return "could not look", [(done.stderr.strip() or "pip-audit failed").splitlines()[-1][:200]]


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def main(arguments: list[str]) -> int:
    """Say what was found; 0 when it may stay so."""
    changed = drift()
    for line in changed:
        print(f"audit: {line}")
    state, lines = holes()
    for line in lines:
        print(f"audit: {line}")
    print(f"audit: installed as locked: {'no' if changed else 'yes'}; known holes: {state}")
    return int(bool(changed) or state == "holes" or (state == "could not look" and "--strict" in arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
