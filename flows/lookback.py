"""Lookback: what earlier runs saw of an address, for conditional requests and for looking again at what may change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from flows.news.credentials import is_masked, without_secrets
from flows.news.exchange import Known
from flows.news.sources import Credit, Target
from flows.session import Session
from warehouse.ids import sha256_bytes
from warehouse.rawfiles import read_raw
from warehouse.read import Reader

SOONEST = timedelta(hours=1)
LONGEST = timedelta(days=30)
AGAIN_PER_SOURCE = 50
"""How many pages that their lists no longer name are looked at again in one run, for each source."""


def known_answers(current: Session) -> Callable[[str], Known | None]:
    """What an address answered when it was last read well, if the answer can be asked for conditionally."""
    found: dict[str, Known] = {}
    if current.home.writer_file.is_file():
        with Reader(current.home.writer_file) as reader:
            for row in reader.last_answers():
                headers = tuple((str(name), str(value)) for name, value in json.loads(row["headers"]))
                content = partial(_content, current.home.path / row["raw_path"], row["sha256"])
                found[row["requested_url"]] = Known(
                    row["final_url"], row["http_status"], headers, row["media_type"], row["raw_path"], content
                )
    return found.get


def due_again(current: Session, targets: Sequence[Target], taken: Iterable[str], now: datetime) -> list[Target]:
    """Pages read before, of the sources asked now, whose lists no longer name them and that are due for another look.

    The time until the next look grows with the time that the page has stayed the same (at least an hour): a page that
    changed yesterday is looked at daily, one that has not for a week, weekly; one unchanged for a month, no more. One
    whose address holds a secret can only be asked for while its list names it: the secret is not kept.
    """
    policies = {target.source: target for target in targets if target.url.startswith("http")}
    if not policies or not current.home.writer_file.is_file():
        return []
    seen, counts, again = set(map(without_secrets, taken)), Counter[str](), []
    with Reader(current.home.writer_file) as reader:
        looks = reader.looks()
    for look in looks:
        source, url = look["source"], look["requested_url"]
        if source not in policies or url in seen or is_masked(url) or counts[source] >= AGAIN_PER_SOURCE:
            continue
        if is_due(look["changed_at"], look["looked_at"], now):
            counts[source] += 1
            credit = Credit(look["agency"], None) if look["agency"] else None  # No feed is there to say it again.
            again.append(Target(source, url, "page", policies[source].policy, credit=credit))
    return again


def is_due(changed_at: datetime, looked_at: datetime, now: datetime) -> bool:
    """Whether a page that last changed and was last looked at then is due for another look."""
    unchanged = looked_at - changed_at
    return unchanged < LONGEST and now - looked_at >= max(SOONEST, unchanged)


def _content(path: Path, sha256: str) -> bytes:
    content = read_raw(path)
    if sha256_bytes(content) != sha256:
        raise OSError(f"{path} does not have its SHA-256")
    return content
