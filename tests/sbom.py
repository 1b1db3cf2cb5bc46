"""Writes what Rashomon is made of, as CycloneDX 1.6 JSON: `python -m tests.sbom sbom.json`.

Out of requirements.lock (versions and hashes) and of what is installed (licences); nothing is asked over the network.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pinned:
    """«This package in this version, with one of these SHA-256 hashes.»"""

    name: str
    version: str
    sha256: tuple[str, ...]


def pinned(lock: str) -> list[Pinned]:
    """Every pin of a lock, by name and version; a package may be pinned once for each Python."""
    found: dict[tuple[str, str], list[str]] = {}
    current: list[str] = []
    for line in lock.splitlines():
        if match := _PIN.match(line):
            current = found.setdefault((match[1].lower(), match[2]), [])
        current += _HASH.findall(line)
    return [Pinned(name, version, tuple(hashes)) for (name, version), hashes in sorted(found.items())]


def sbom(lock: str, version: str) -> dict[str, Any]:
    """The bill of materials; the same lock gives the same bill."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": "rashomon", "name": "rashomon", "version": version}
        },
        "components": [_component(one) for one in pinned(lock)],
        "dependencies": [{"ref": "rashomon", "dependsOn": [_purl(one) for one in pinned(lock)]}],
    }


def _component(one: Pinned) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _purl(one),
        "name": one.name,
        "version": one.version,
        "purl": _purl(one),
        # CycloneDX hashes are of one file; a release has several, told as properties.
        "properties": [{"name": "rashomon:sha256", "value": digest} for digest in one.sha256],
        **({"licenses": licences} if (licences := list(_licences(one.name))) else {}),
    }


def _purl(one: Pinned) -> str:
    return f"pkg:pypi/{one.name.replace('_', '-')}@{one.version}"


def _licences(name: str) -> Iterator[dict[str, Any]]:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return
    if expression := told.get("License-Expression"):
        yield {"expression": expression}
        return
    classified = [text.rsplit(" :: ", 1)[-1] for text in told.get_all("Classifier") or [] if text.startswith("License")]
    for words in classified or [" ".join((told.get("License") or "").split())[:80]]:
        if words:
            yield {"license": {"name": words}}


if __name__ == "__main__":
    from importlib.metadata import version

    Path(sys.argv[1]).write_text(
        json.dumps(sbom(LOCK.read_text("utf-8"), version("rashomon")), indent=1) + "\n", "utf-8"
    )
