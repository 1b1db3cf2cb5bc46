"""The text of a page: its blocks joined, without the title and without what the page repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.news.parse.html import Page
from flows.news.parse.metadata import Metadata

TITLE_BLOCKS = 3
MAX_CHROME_CHARS = 220
TAIL_BLOCKS = 6
MAX_TAIL_CHARS = 300
LEAST_REPEATED_CHARS = 40
MAX_COMPARED_CHARS = 200_000
TAIL = re.compile(
    r"\b(?:got|have|do you have) (?:a|any) (?:story|tip|news tip|comment)\b|^for more (?:stories|news)\b|"
    r"\bget in touch (?:with|at|by)\b.*(?:@|email|e-mail)|\bjoin the conversation\b|"
    r"\bbefore commenting\b|\bcomment on this (?:article|story)\b|"
    r"\bsign(?:ing)? up (?:to|for) (?:our|the|its) .{0,60}newsletters?\b|^(?:more|related|also) from\b|"
    r"\breceive(?:s)? (?:our|the) .{0,40}newsletters?\b|"
    r"^(?:this (?:web)?site|we(?: and our partners)?) uses? cookies\b",
    re.IGNORECASE,
)
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
    text = "\n\n".join(_without_repeats(_without_tail(kept)))
    stated = _stated_body(meta)
    return stated if len(stated) > 2 * len(text) and len(stated) > 500 else text


def is_chrome(block: str) -> bool:
    """Whether a whole block belongs to the page's machinery: advertising marks, prompts to share, follow or sign up."""
    return len(block) <= MAX_CHROME_CHARS and CHROME.match(block) is not None


def _without_tail(blocks: list[str]) -> list[str]:
    """The blocks up to what is for readers of the site: where to send stories and comments, what else to read."""
    last = len(blocks)
    for number in range(len(blocks) - 1, max(0, len(blocks) - 1 - TAIL_BLOCKS), -1):
        if len(blocks[number]) <= MAX_TAIL_CHARS and TAIL.search(blocks[number]):
            last = number
    return blocks[:last]


def _without_repeats(blocks: list[str]) -> list[str]:
    """The blocks without those that only lift out words of a longer one (pull quotes) or say all of another again."""
    keys = [_key(block) for block in blocks]
    whole = "\f".join(keys)
    if len(whole) > MAX_COMPARED_CHARS:
        return blocks
    return [
        block
        for block, own in zip(blocks, keys, strict=True)
        if not (LEAST_REPEATED_CHARS <= len(own) <= MAX_TAIL_CHARS and whole.count(own) > 1)
        or (keys.count(own) == whole.count(own) and keys.index(own) == blocks.index(block))
    ]


def _stated_body(meta: Metadata) -> str:
    plain = re.sub(r"<br\s*/?>|</p>|</h\d>|</li>", "\n\n", meta.body or "", flags=re.I)
    plain = re.sub(r"<[^>]{1,300}>", "", plain)
    lines = (" ".join(part.split()) for part in re.split(r"\n+", plain))
    return "\n\n".join(part for part in lines if part)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()
