"""Great Expectations' page without what it loads from elsewhere: only its headings, tables and words remain.

An allow-list, so that whatever a next version or a hostile value brings in stays out. Nothing is folded away, so that
the pages need no script.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

TEXT = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "em", "code", "pre", "ul", "ol", "li"}
KEPT = TEXT | {"table", "thead", "tbody", "tr", "th", "td"}
DROPPED = {"script", "style", "button", "nav", "footer", "template", "noscript", "svg"}
MARKS = {"fa-check-circle": ("good", "✓"), "fa-times": ("bad", "✗"), "fa-exclamation-triangle": ("bad", "!")}
SECTION = re.compile(r"section-\d+\Z")
SPACE = re.compile(r"\s+")
VOID = {"br", "hr", "img", "input", "link", "meta"}


def sections(page: str) -> str:
    """The sections of a rendered page as plain HTML: no attributes but our own classes, no links, no scripts.

    The page must be Great Expectations' own, with hostile values already escaped.
    """
    parser = Sections()
    parser.feed(page)
    parser.close()
    return "".join(parser.out)


class Sections(HTMLParser):
    """Copies the allowed part of the sections of a page to `out`."""

    def __init__(self) -> None:
        """Start outside any section."""
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[tuple[str, bool]] = []  # elements within a section, and whether each was copied
        self.skipping = 0  # how many open elements are dropped with all they hold

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy an allowed element without its attributes; an icon becomes a sign."""
        given = {key: value or "" for key, value in attrs}
        if not self.open and not SECTION.match(given.get("id", "")):
            return
        if tag in VOID:
            self.out.append("<br>" if tag == "br" and not self.skipping else "")
            return
        drop = tag in DROPPED or "hidden" in given or given.get("data-toggle") == "collapse"
        copy = tag in KEPT and not self.skipping and not drop
        self.skipping += bool(drop or self.skipping)
        self.open.append((tag, copy))
        if copy:
            self.out.append("<section>" if len(self.open) == 1 else f"<{tag}>")
        if not self.skipping:
            self.out.extend(mark(given.get("class", "")) if tag == "i" else ())

    def handle_endtag(self, tag: str) -> None:
        """Close the element and what was left open within it."""
        if not any(tag == name for name, _ in self.open):
            return
        name = ""
        while name != tag:
            name, copied = self.open.pop()
            self.skipping -= bool(self.skipping)
            if copied:
                self.out.append(f"</{name}>" if self.open else "</section>")

    def handle_data(self, data: str) -> None:
        """Copy words, as words."""
        if self.open and not self.skipping:
            self.out.append(html.escape(SPACE.sub(" ", data)))


def mark(classes: str) -> list[str]:
    """The sign that stands for an icon's classes."""
    return [f'<b class="{kind}">{sign}</b> ' for name, (kind, sign) in MARKS.items() if name in classes.split()]
