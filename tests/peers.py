"""Two peers from PyPI on the claims that ours compares: `python -m tests.peers PEER_PYTHON FOLDER… [--ours]`.

PEER_PYTHON is the Python of a throwaway environment: `python -m venv V && V/bin/pip install contradiction-judge==0.1.0
mcp-contradiction-check==0.1.0`. Both are rules and need neither network nor model; contradiction-judge takes a language
model as a hook, which is left empty here. Each is given all claims of one event and compares all pairs its own way:
contradiction-judge by `check_memories`, mcp-contradiction-check by its scan of a folder of notes, one note a claim, by
its default of three shared concepts and, as its tool for one pair does, with one. Its concepts are what is in bold,
and news has nothing in bold: `bold` marks every longer word of the claim so.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tests.eval import events, load_scorer, read_event, score_event, wilson

PEERS = ("contradiction-judge", "mcp, 3 shared", "mcp, 1 shared", "mcp, 3 shared, bold", "mcp, 1 shared, bold")
# Runs under PEER_PYTHON: one event's texts as JSON in, the numbers of the pairs that each peer reports out.
PEER = r"""
import json, sys, tempfile
from pathlib import Path
from contradiction_check.detector import find_all_conflicts, load_note
from contradiction_judge import check_memories

def notes(texts, least):
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for number, text in enumerate(texts):
            path = Path(folder, f"{number}.md")
            path.write_text(text, "utf-8")
            made.append(load_note(path))
        found = find_all_conflicts(made, min_shared_concepts=least, limit=10**9)
    return [(int(c.note_a), int(c.note_b)) for c in found]

for line in sys.stdin:
    given = json.loads(line)
    memories = check_memories([{"id": str(n), "text": t} for n, t in enumerate(given["plain"])])
    found = [sorted({(int(c["entry_a"]), int(c["entry_b"])) for c in memories["contradictions"]})]
    found += [notes(given[how], least) for how in ("plain", "bold") for least in (3, 1)]
    print(json.dumps(found))
"""
_WORD = re.compile(r"\b(?=\w*[^\W\d_])\w{4,}\b")


def bold(text: str) -> str:
    """A text with every longer word in bold, which is more than a writer of notes would mark."""
    return _WORD.sub(lambda found: f"**{found.group()}**", text)


def reported(python: str, told: list[list[str]]) -> list[list[list[list[int]]]]:
    """For each event, for each peer, the pairs it reports."""
    lines = [json.dumps({"plain": texts, "bold": [bold(t) for t in texts]}) for texts in told]
    ended = subprocess.run([python, "-c", PEER], input="\n".join(lines), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in ended.stdout.splitlines()]


def line(name: str, total: dict[str, Any]) -> str:
    """One row of the table."""
    recall = "  ".join(f"{level} {share}" for level, share in sorted(total["by"].items()))
    precision, traps = wilson(total["tp"], total["pairs"]), wilson(total["trap_hits"], total["traps"])
    return f"{name:<22} recall {recall}  precision {precision}  traps {traps}"


def main() -> None:
    """Print recall by difficulty, precision and trap rate of each peer, and of ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--ours", action="store_true", help="ours beside them, with the embedded model and without")
    given = parser.parse_args()
    for folder in given.folders:
        scorer, speakers = load_scorer(folder, "score_conflicts"), load_scorer(folder, "score_attribution")
        read = [read_event(event) for event in events(folder)]
        gold = [scorer.Gold(event / "gold.json") for event in events(folder)]
        spans = [[(names[c.article_id], c.quote) for c in claims] for _, names, claims in read]
        found = reported(given.python, [[quote for _, quote in event] for event in spans])
        print(f"== {folder}: {len(read)} events, {sum(map(len, spans))} claims", flush=True)
        for number, name in enumerate(PEERS):
            told = zip(gold, spans, found, strict=True)
            print(line(name, scorer.total([g.score([(s[a], s[b]) for a, b in f[number]]) for g, s, f in told])))
        for name, rules_only in (("ours, rules alone", True), ("ours", False)) if given.ours else ():
            rows = [score_event(e, scorer, speakers, rules_only)["conflicts"] for e in events(folder)]
            print(line(name, scorer.total(rows)), flush=True)


if __name__ == "__main__":
    main()
