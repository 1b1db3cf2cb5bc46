"""Encodings: bytes to text, by byte order mark, declaration and detection, and text to clean Unicode."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from flows.news.media import utf16_lane
from flows.news.parse.language import language_of

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
# Single-byte western encodings decode anything, so a wrong declaration of one of them shows no error.
NEVER_FAIL = frozenset({"cp1252", "cp1254", "iso8859-15", "mac-roman"})
LATIN = NEVER_FAIL | {"cp1250", "cp1257", "cp1258", "iso8859-2", "iso8859-4", "iso8859-10", "iso8859-13", "iso8859-16"}
LANGUAGES = {
    "cp1250": ("pl", "cs", "hu", "ro"),
    "iso8859-2": ("pl", "cs", "hu", "ro"),
    "iso8859-16": ("ro", "pl", "hu"),
    "cp1254": ("tr",),
}
ESCAPED_KANJI = re.compile(rb"\x1b\$[@B].{2,4000}?\x1b\([BJ]", re.DOTALL)
TAG = re.compile(r"<[^<>]{0,2000}>")
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
    """The encodings to try, best first: detection decides where declarations contradict each other or prove nothing."""
    from chardetng_py import EncodingDetector

    detector = EncodingDetector()
    detector.feed(content[:200_000], last=True)
    label, sure = detector.guess_assess(tld=None, allow_utf8=False)
    detected = _python_name(label) or "cp1252"
    if detected in declared:
        return [detected, *declared]
    # A western declaration fits any bytes: another script, surely recognised, proves it wrong; another accent does so
    # only with the words of a language that is written with it.
    if not declared or (declared[0] in NEVER_FAIL and sure and (detected not in LATIN or _fits(content, detected))):
        return [detected, *declared, "cp1252"]
    return [*declared, detected, "cp1252"]


def _fits(content: bytes, name: str) -> bool:
    """Whether the bytes, read so, are in a language that the encoding is made for and western ones are not."""
    text = TAG.sub(" ", content[:40_000].decode(name, "replace"))
    return language_of(text) in LANGUAGES.get(name, ())
