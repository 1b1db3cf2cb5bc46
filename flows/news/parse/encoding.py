"""Encodings: bytes to text, by byte order mark, declaration and detection, and text to clean Unicode."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from flows.news.media import utf16_lane
from flows.news.parse.alphabets import ENCODINGS, misfit

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Labels mean in practice a wider encoding than their name says (WHATWG Encoding Standard, "names and labels").
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
}
META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{2,40})")
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
META_BYTES = 8_192
ESCAPED_KANJI = re.compile(rb"\x1b\$[@B].{2,4000}?\x1b\([BJ]", re.DOTALL)
TAG = re.compile(rb"<[^<>]{0,2000}>")
LANGUAGE = re.compile(rb"<html[^>]{0,400}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
SAMPLE_BYTES = 200_000
TOLERATED, MUCH_BETTER = 0.02, 0.5
"""The share of odd letters up to which a reading is not doubted, and what part of it another one may have."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
NEWLINES = re.compile("\r\n?|\x85|\u2028")


def decode(content: bytes, content_type: str | None, markup: bool) -> tuple[str, str]:
    """The text of the bytes and the encoding it was read in.

    In this order: byte order mark, valid UTF-8 (bytes that form it by chance do not occur in prose), the declarations
    of the header and (for `markup`) of the document, and detection. Never raises; what cannot be read is U+FFFD.
    """
    for mark, name in BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace"), name
    lane = utf16_lane(content[:4096])
    if lane is not None:
        return content.decode(lane, "replace"), lane
    if ESCAPED_KANJI.search(content):
        with suppress(UnicodeDecodeError):
            return content.decode("iso2022_jp"), "iso2022_jp"
    declared = _declared(content, content_type, markup)
    if not any(name.startswith(("iso2022", "hz", "utf-7")) for name in declared):
        text = _utf8(content)
        if text is not None:
            return text, "utf-8"
    for name in _judged(content, declared):
        try:
            return content.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace"), "cp1252"


def clean(text: str) -> str:
    """The text with `\\n` for every newline and without control characters, byte order marks and surrogates."""
    text = NEWLINES.sub("\n", text).replace("\u2029", "\n\n")
    text = CONTROLS.sub("", text)
    return text.encode("utf-8", "replace").decode("utf-8") if _has_surrogates(text) else text


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text) if not text.isascii() else False


def _utf8(content: bytes) -> str | None:
    """The text if the bytes are UTF-8, a few damaged places and a cut end allowed when most of it clearly is."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    wide = sum(character > "\x7f" for character in text) - damaged
    return text if wide >= 20 * damaged else None


def _declared(content: bytes, content_type: str | None, markup: bool) -> list[str]:
    found = HEADER.findall(content_type or "")[:1]
    if markup:
        head = content[:META_BYTES]
        found += [match[1].decode("ascii") for match in (XML.search(head), META.search(head)) if match]
    names = [_python_name(label) for label in found]
    return [name for name in dict.fromkeys(names) if name is not None and not name.startswith(("utf-16", "utf-32"))]


def _python_name(label: str) -> str | None:
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True):
        return None
    return WIDER.get(info.name, info.name)


def _judged(content: bytes, declared: list[str]) -> list[str]:
    """The encodings to try, best first: the declared one, or what detection finds, unless its letters show it wrong."""
    from chardetng_py import EncodingDetector

    # What stands between two tags and has letters beyond ASCII: no scripts, no menus in another language.
    sample = b" ".join(part for part in TAG.split(content[:SAMPLE_BYTES]) if not part.isascii())
    detector = EncodingDetector()
    detector.feed(sample, last=True)
    label, sure = detector.guess_assess(tld=None, allow_utf8=False)
    detected = _python_name(label) or "cp1252"
    named = [name for name in declared if name != "utf-8"]
    # Declarations that contradict each other leave it to detection.
    if not named or (detected in named and len(named) > 1):
        order = [detected, *named]
    else:
        order = [*named, detected] if sure else named
    html = LANGUAGE.search(content[:META_BYTES])
    best = _by_letters(sample, order, html[1].decode("ascii") if html else None, bool(named))
    return [*best, *order, detected, "cp1252"]


def _by_letters(sample: bytes, order: list[str], hint: str | None, is_declared: bool) -> list[str]:
    """The first encoding that the sample can be read in, or the one in which it has fewer odd letters.

    Clearly fewer, if the first was declared: what a page says of itself is not lightly put aside.
    """
    odd: dict[str, float] = {}
    waiting = list(dict.fromkeys([*order, "cp1252"]))
    for name in waiting:
        text = _cut_decoded(sample, name)
        if text is not None and name not in odd:
            odd[name], language = misfit(text, hint)
            waiting += ENCODINGS.get(language or "", ())
    if not odd:
        return []
    first = next(iter(odd))
    best = min(odd, key=lambda name: odd[name])
    doubted = not is_declared or (odd[first] > TOLERATED and odd[best] <= MUCH_BETTER * odd[first])
    return [best if doubted else first]


def _cut_decoded(sample: bytes, name: str) -> str | None:
    """The sample in this encoding, of which the last character may be cut; None if it is not in it."""
    try:
        return codecs.getincrementaldecoder(name)().decode(sample)
    except (UnicodeDecodeError, LookupError):
        return None
