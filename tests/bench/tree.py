"""A process and all its descendants, watched from outside: CPU seconds and memory together, not one process's alone."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Cost:
    """«The command took `wall_s` seconds and `cpu_s` of processor, and at most `peak_mb` (proportional set size).»"""

    wall_s: float
    cpu_s: float
    peak_mb: float
    status: int


def measure(command: Sequence[str], environment: dict[str, str], log: Path) -> Cost:
    """Run a command to its end; what it says goes to `log`. Linux only: it reads /proc."""
    seen: dict[int, float] = {}
    peak = 0.0
    started = time.perf_counter()
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        ended = threading.Event()
        threading.Thread(target=_tell, args=(process, ended), daemon=True).start()
        while not ended.wait(_EVERY_S):
            alive = list(descendants(process.pid))
            for pid in alive:
                seen[pid] = max(seen.get(pid, 0.0), _cpu_s(pid))
            peak = max(peak, sum(map(_pss_mb, alive)))
    return Cost(time.perf_counter() - started, sum(seen.values()), peak, process.returncode)


def _tell(process: subprocess.Popen[bytes], ended: threading.Event) -> None:
    process.wait()
    ended.set()


def descendants(root: int) -> Iterator[int]:
    """The process and its descendants that are alive."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(after[1]), []).append(int(entry.name))
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        waiting += children.get(pid, [])


def _cpu_s(pid: int) -> float:
    """User and system seconds of the process itself."""
    try:
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after[11]) + int(after[12])) / _TICK


def _pss_mb(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0
