"""Which code looked: the package's version and the content of the rules, so that new rules look again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import checks

_RULES = ("claims", "conflicts")


@cache
def code_version() -> str:
    """Such as `0.1.0+3f2a9c51d7e0`: the version, then a hash over every file of checks/claims and checks/conflicts.

    The weights of the embedded model count by their hashes in encoder.json, against which they are checked when loaded.
    """
    root = Path(checks.__path__[0])
    digest = hashlib.sha256()
    for folder in _RULES:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".") and ".onnx." not in path.name:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return f"{version('rashomon')}+{digest.hexdigest()[:12]}"
