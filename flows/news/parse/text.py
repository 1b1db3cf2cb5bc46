"""The text of a page: its blocks joined, without the title and without what the page repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.news.parse.html import Page
from flows.news.parse.metadata import Metadata

TITLE_BLOCKS = 3
MAX_CHROME_CHARS = 220
CHROME = re.compile(
    r"(?:article content|advertisement\b.{0,40}|.{0,30}story continues below.{0,20}|story continues|skip advertisement|"
    r"(?:read|see|watch|listen) (?:more|also|next)\s*:?|(?:read )?more\s*:\s.{5,200}|"
    r"related(?: (?:articles?|stories))?\s*:?|"
    r"recommended(?: (?:videos?|stories|for you))?|most (?:read|popular|viewed)(?: in .{2,30})?|popular|trending|"
    r"comments?|\d+ comments?|leave a (?:reply|comment)|join (?:the conversation|our commenting forum)|"
    r"share(?: this)?(?: (?:article|story|post))?|copy link|click here to get the .{2,60}|loading\.{0,3}|"
    r"sign up (?:for|to) (?:our|the|breaking|daily)\b.{0,160}|get (?:the latest|daily) .{0,60}(?:news|inbox)\.?|"
    r"follow .{2,60} on (?:google news|twitter|facebook|x|instagram|whatsapp)\b.{0,120}|all rights reserved\.?)\s*$",
    re.IGNORECASE,
)


def assemble(blocks: Sequence[str], page: Page, meta: Metadata) -> str:
    """The blocks joined by empty lines, without the title where it stands at their head.

    If the page's own statement of its body (JSON-LD articleBody) has far more than was extracted, that is the text.
    """
    titles = {_key(text) for text in (meta.title, *page.headings, page.title_tag) if text}
    kept = [
        block
        for number, block in enumerate(blocks)
        if (number >= TITLE_BLOCKS or _key(block) not in titles) and not is_chrome(block)
    ]
    text = "\n\n".join(kept)
    stated = _stated_body(meta)
    return stated if len(stated) > 2 * len(text) and len(stated) > 500 else text


def is_chrome(block: str) -> bool:
    """Whether a whole block belongs to the page's machinery: advertising marks, prompts to share, follow or sign up."""
    return len(block) <= MAX_CHROME_CHARS and CHROME.match(block) is not None


def _stated_body(meta: Metadata) -> str:
    plain = re.sub(r"<br\s*/?>|</p>|</h\d>|</li>", "\n\n", meta.body or "", flags=re.I)
    plain = re.sub(r"<[^>]{1,300}>", "", plain)
    lines = (" ".join(part.split()) for part in re.split(r"\n+", plain))
    return "\n\n".join(part for part in lines if part)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()
