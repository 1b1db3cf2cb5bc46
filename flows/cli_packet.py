"""`rashomon packet` and `rashomon verify PACKET`: the evidence of one discrepancy, to hand on and to check anywhere."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.exits import DONE, FAILED, Failed, UsageError
from warehouse.home import Home
from warehouse.read import Reader


def packet(asked: argparse.Namespace) -> int:
    """Write the packet of one discrepancy of the latest report; says where."""
    from checks.reports.exports import packet as packed

    home = Home.open(asked.home)
    report = home.latest / "discrepancies.json"
    if not report.is_file():
        raise UsageError(f"no report in {home.path} yet; make one with: rashomon run SOURCE --home {home.path}")
    data = json.loads(report.read_text("utf-8"))
    evidence = _evidence(home, data, _chosen(data, asked.id))
    output = asked.output or Path(f"{evidence.data['discrepancies'][0]['discrepancy_id']}.zip")
    try:
        output.write_bytes(packed(evidence))
    except OSError as error:
        raise UsageError(f"{output}: {error.strerror or error}; name another place with --output") from error
    print(output)
    return DONE


def verify_packet(path: Path) -> int:
    """Check a packet by itself; exit 1 on any mismatch."""
    from checks.reports.exports import packet_problems

    try:
        problems = packet_problems(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; name an evidence packet (zip)") from error
    for problem in problems:
        print("".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in problem))
    print(
        f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        if problems
        else "every file, quote, offset and hash of the packet is as it was packed"
    )
    return FAILED if problems else DONE


def _chosen(data: Mapping[str, Any], wanted: str) -> Mapping[str, Any]:
    """The finding with this id, or with this beginning of its id or of one of its conflicts' ids."""
    found: list[Mapping[str, Any]] = [
        finding
        for finding in data["discrepancies"]
        if any(
            key.startswith(wanted)
            for key in (finding["discrepancy_id"], *(pair["conflict_id"] for pair in finding["conflicts"]))
        )
    ]
    exact = [finding for finding in found if finding["discrepancy_id"] == wanted]
    if len(exact or found) != 1:
        what = "no discrepancy" if not found else f"{len(found)} discrepancies"
        raise UsageError(f'{what} of the latest report begin with {wanted!r}; see rashomon sql "FROM discrepancies"')
    return (exact or found)[0]


def _evidence(home: Home, data: Mapping[str, Any], finding: Mapping[str, Any]) -> Any:
    from checks.reports import cut_down
    from checks.reports.exports import Packet

    cut = cut_down(data, finding)
    with Reader(home.snapshot) as reader:
        versions = {(row["article_id"], row["version"]): row["text"] for row in reader.rows("articles")}
    texts = {
        key: versions[key, article["version"]]
        for key, article in cut["articles"].items()
        if versions.get((key, article["version"])) is not None
    }
    captures = {}
    for article in (data["articles"][key] for key in cut["articles"]):
        if article["capture_sha256"]:
            path = home.path / str(article["capture_path"])
            try:
                captures[article["capture_sha256"]] = path.read_bytes()
            except OSError as error:
                raise Failed(f"{path}: {error.strerror or error}; the packet needs these bytes") from error
    return Packet(cut, texts, captures)
