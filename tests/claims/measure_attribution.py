"""Measure attribution.

    python tests/claims/measure_attribution.py [--every N] [--polnear FILE] [--scorer DIR] GOLD.json …

PolNeAR (one JSON object a line: text, attributions) gives precision and recall of contents, the speaker's head and the
F1 of cues, beside a baseline of quotation marks and a verb list; gold files with "attributions" give recall only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin

from checks.claims.attribution import Attribution, attributions
from checks.claims.nlp import nlp, read
from checks.claims.quotes import quotes

Predicted = list[tuple[str, str | None, str | None]]
_BASE_VERBS = re.compile(r"\b(?:said|says|told|added|asked|wrote|announced|claimed|argued|warned|denied|explained)\b")
_NAME = re.compile(r"\b(?:he|she|they|(?:[A-Z][\w’'-]+ ?){1,4})\b")


def baseline(text: str) -> Predicted:
    """Quotation marks and a verb list: each quotation, and each sentence after a listed verb, with the nearest name."""
    found: Predicted = []
    for sentence in re.split(r"(?<=[.?!”\"])\s+(?=[A-Z“\"])|\n+", text):
        verb = _BASE_VERBS.search(sentence)
        names = _NAME.findall(sentence[: verb.start()] if verb else sentence)
        speaker = names[-1] if names else None
        quoted = re.findall(r"[“\"]([^”\"]{12,})[”\"]", sentence)
        found.extend((quote, speaker, speaker) for quote in quoted)
        if verb and not quoted:
            found.append((sentence[verb.end() :], speaker, speaker))
    return found


def longest(text: str, one: Attribution) -> str:
    """The longest piece of a content."""
    start, end = max(one.spans, key=lambda span: span[1] - span[0])
    return text[start:end]


def docs(texts: list[str], cache: Path | None) -> list[Doc]:
    """The parsed texts, kept in `cache` between runs where one is given."""
    if cache is not None and cache.exists():
        kept = list(DocBin().from_disk(cache).get_docs(nlp().vocab))
        if [doc.text for doc in kept] == texts:
            return kept
    parsed = [read(text) for text in texts]
    if cache is not None:
        DocBin(docs=parsed).to_disk(cache)
    return parsed


def polnear(path: Path, every: int, scorer: Any, cache: Path | None) -> None:
    """Print the figures of PolNeAR and of the baseline beside them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    parsed = docs([row["text"] for row in rows], cache)
    ours, base, cues = [], [], [0, 0, 0]
    for row, doc in list(zip(rows, parsed, strict=True))[::every]:
        text = row["text"]
        gold = [scorer.polnear_gold(one) for one in row["attributions"]]
        predicted = attributions(doc)
        ours.append(
            scorer.score_text(text, gold, [(longest(text, a), a.speaker, a.speaker_as_written) for a in predicted])
        )
        base.append(scorer.score_text(text, gold, baseline(text)))
        count_cues(row["attributions"], predicted, cues)
    print("polnear ", scorer.total(ours))
    print("baseline", scorer.total(base))
    hit, told, wanted = cues
    print(
        f"cues     precision {hit / max(1, told):.3f} recall {hit / max(1, wanted):.3f} "
        f"F1 {2 * hit / max(1, told + wanted):.3f}"
    )


def count_cues(gold: list[dict[str, Any]], predicted: tuple[Attribution, ...], counts: list[int]) -> None:
    """Add to (hits, predicted, gold): a cue hits when it overlaps a gold cue that is not yet taken."""
    wanted = [[(c["start"], c["end"]) for c in one["cue"]] for one in gold if one["cue"]]
    told = [one.cue_span for one in predicted if one.cue_span]
    free = list(range(len(wanted)))
    for start, end in told:
        hit = next((n for n in free if any(s < end and start < e for s, e in wanted[n])), None)
        if hit is not None:
            free.remove(hit)
            counts[0] += 1
    counts[1] += len(told)
    counts[2] += len(wanted)


def gold_files(paths: list[Path], scorer: Any, cache: Path | None, verbose: bool) -> None:
    """Print recall of content and of content with the right speaker over gold files of invented events."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    articles = [(number, article) for number, data in enumerate(files) for article in data["articles"]]
    parsed = docs([article["text"] for _, article in articles], cache)
    found = right = wanted = 0
    for (number, article), doc in zip(articles, parsed, strict=True):
        text = article["text"]
        told = pieces_told(text, attributions(doc), scorer)
        for gold in (one for one in files[number].get("attributions", []) if one["article"] == article["file"]):
            place = scorer.span(scorer.norm(text), scorer.norm(gold["quote"]))
            close = [one for one in told if place and scorer.dice(one[0], place) >= 0.5]
            best = max(close, key=lambda one: scorer.dice(one[0], place), default=None)
            hit = best is not None and bool(
                scorer.words(gold["speaker"]) & (scorer.words(best[1]) | scorer.words(best[2]))
            )
            found, right, wanted = found + (best is not None), right + hit, wanted + 1
            if verbose and not hit:
                print(
                    "MISS", paths[number].parent.name, article["file"], gold["speaker"], "|", gold["quote"], "|", best
                )
    print(f"gold     content {found / max(1, wanted):.3f} end to end {right / max(1, wanted):.3f} of {wanted}")


def pieces_told(text: str, told: tuple[Attribution, ...], scorer: Any) -> list[tuple[Any, str | None, str | None]]:
    """Each piece of each attribution, its own quoted words, and all of its pieces together, in the normalized text."""
    whole = scorer.norm(text)
    marks = quotes(text)
    found = []
    for one in told:
        quoted = [(q.start, q.end) for q in marks for a, b in one.spans if a <= q.outer_start and q.outer_end <= b]
        for start, end in {*one.spans, *quoted, (one.spans[0][0], one.spans[-1][1])}:
            place = scorer.span(whole, scorer.norm(text[start:end]))
            if place:
                found.append((place, one.speaker, one.speaker_as_written))
    return found


def measure(folder: Path, scorer: Any, every: int = 1) -> None:
    """Print the figures of PolNeAR when it lies beside a folder of corpora; say so when it does not."""
    path = folder.resolve().parent / "data" / "attribution" / "polnear_dev.jsonl.gz"
    if path.exists():
        polnear(path, every, scorer, None)
    else:
        print(f"{path}: not there, attribution on PolNeAR not measured")


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--scorer", type=Path, required=True, help="folder with score_attribution.py")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--cache", type=Path, help="folder for parsed texts")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(options.scorer))
    import score_attribution

    cache = options.cache
    if options.polnear:
        polnear(options.polnear, options.every, score_attribution, cache / "polnear.spacy" if cache else None)
    if options.gold:
        gold_files(options.gold, score_attribution, cache / "gold.spacy" if cache else None, options.verbose)


if __name__ == "__main__":
    main()
