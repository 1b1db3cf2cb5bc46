"""A costly pattern tried only near where a cheap one hints: what keeps the readers of numbers and times fast on long
texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


def matches_near(
    pattern: re.Pattern[str], hint: re.Pattern[str], text: str, left: int, right: int
) -> Iterator[re.Match[str]]:
    """The matches of `pattern` between `left` characters before and `right` after a match of `hint`, in order."""
    start = end = -1
    for found in hint.finditer(text):
        if found.start() - left > end:
            if end >= 0:
                yield from pattern.finditer(text, start, end)
            start = max(found.start() - left, end, 0)
        end = min(found.end() + right, len(text))
    if end >= 0:
        yield from pattern.finditer(text, start, end)
