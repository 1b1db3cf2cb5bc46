"""Pruning: what stands inside an article's markup and is none of its text is taken out before the text is read.

Captions and credits, posts of other sites, boxes about the author, prompts to read, join or subscribe. Publishers
differ in their markup and agree in its words, so that one list serves all; nothing here knows a publisher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

# Whole names of classes that the scripts of other sites look for, so that every page writes them alike.
EMBEDS = re.compile(
    r"(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-(?:post|video)|bluesky-embed|reddit-(?:card|embed-bq)|"
    r"text-post-media|truthsocial-embed|imgur-embed-pub|mastodon-embed)$"
)
WORDS = re.compile(
    r"(?:^|_)(?:captions?|figcaption|credits?|image_widget|image_credit|photo_credit|pull_?quotes?|"
    r"(?:author|writer)s?_+(?:bio|biography|box|card|about|content|details|description)|about_the_author|biography|"
    r"comments?|comment_policy|disqus|related(?:_\w+)?|recirc\w*|recommend\w*|most_(?:read|popular|viewed)|"
    r"popular_(?:articles|posts|stories)|read_?(?:more|next|also)|also_read|see_also|more_from|"
    r"newsletters?|promos?|\w*donation_promo|sign_?up|subscri(?:be|ption)_\w+|whatsapp|social_(?:share|links|media)|"
    r"share_(?:bar|buttons|tools|links)|disclaimers?|advert\w*|sponsored\w*|breadcrumbs?)(?:_|$)"
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
CANDIDATES = ("div", "section", "aside", "p", "span", "ul", "ol", "figcaption", "blockquote", "header", "footer", "nav")
LARGEST_SHARE = 0.15
LARGEST_SUM = 0.6
LEAST_LIMIT_CHARS = 400.0
MAX_PROMPT_CHARS = 220
ENDS = re.compile(r"[.!?…:;\"”’»)\]]\s*$")


def prune(tree: HtmlElement) -> None:
    """Take out of the document what is no text of its article; a large part of the page is never taken for that."""
    running = _running_chars(tree)
    limit = max(LEAST_LIMIT_CHARS, LARGEST_SHARE * running)
    doomed = [
        element
        for element in tree.iter(*CANDIDATES)
        if _named(element) and _chars(element) <= limit and next(element.iter("h1"), None) is None
    ]
    # Names that most of the text stands under are this page's own way to name it.
    if sum(map(_running_chars, doomed)) <= LARGEST_SUM * running:
        for element in doomed:
            _drop(element)
    for paragraph in list(tree.iter("p")):
        if _is_prompt(paragraph):
            _drop(paragraph)
    for items in list(tree.iter("ul", "ol")):
        if _is_teasers(items):
            _drop(items)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _named(element: HtmlElement) -> bool:
    if element.tag == "figcaption":
        return True
    names = (element.get("class") or "").split()
    given = element.get("id")
    return any(
        EMBEDS.match(name) or WORDS.search(_plain(name)) for name in (names if given is None else [*names, given])
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", CAMEL.sub("_", name).lower())


def _is_prompt(element: HtmlElement) -> bool:
    """Whether the element is another article's headline, linked: "Read more: …", alone and without a full stop."""
    links = [link for link in element.iter("a") if link.get("href")]
    if not links:
        return False
    text = _line(element)
    linked = sum(len(_line(link)) for link in links)
    return bool(text) and len(text) <= MAX_PROMPT_CHARS and linked >= 0.6 * len(text) and not ENDS.search(text)


def _is_teasers(items: HtmlElement) -> bool:
    """Whether the list is one of other articles: nothing in it but linked headlines ("Editor's picks")."""
    entries = list(items.iterchildren("li"))
    return len(entries) > 1 and all(_is_prompt(entry) and len(_line(entry).split()) > 2 for entry in entries)


def _line(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _chars(element: HtmlElement) -> int:
    return sum(len(part) for part in _texts(element))


def _texts(element: HtmlElement) -> Iterable[str]:
    return (text.strip() for text in element.itertext() if text.strip())


def _running_chars(tree: HtmlElement) -> int:
    return sum(_chars(paragraph) for paragraph in tree.iter("p"))
