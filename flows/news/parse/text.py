"""The text of a page: its blocks joined, without the title and without what the page repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.news.parse.html import Page
from flows.news.parse.metadata import Metadata

TITLE_BLOCKS = 3


def assemble(blocks: Sequence[str], page: Page, meta: Metadata) -> str:
    """The blocks joined by empty lines, without the title where it stands at their head.

    If the page's own statement of its body (JSON-LD articleBody) has far more than was extracted, that is the text.
    """
    titles = {_key(text) for text in (meta.title, *page.headings, page.title_tag) if text}
    kept = [block for number, block in enumerate(blocks) if number >= TITLE_BLOCKS or _key(block) not in titles]
    text = "\n\n".join(kept)
    stated = _stated_body(meta)
    return stated if len(stated) > 2 * len(text) and len(stated) > 500 else text


def _stated_body(meta: Metadata) -> str:
    plain = re.sub(r"<br\s*/?>|</p>|</h\d>|</li>", "\n\n", meta.body or "", flags=re.I)
    plain = re.sub(r"<[^>]{1,300}>", "", plain)
    lines = (" ".join(part.split()) for part in re.split(r"\n+", plain))
    return "\n\n".join(part for part in lines if part)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()
