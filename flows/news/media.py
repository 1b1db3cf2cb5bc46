"""Media types: what an answer says it is, what a file name says, and what the bytes themselves show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

BY_SUFFIX: Mapping[str, str] = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".xml": "application/xml",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".css": "text/css",
    ".js": "text/javascript",
}

# The first bytes of kinds of file that hold no text we can read.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"OggS", "an audio or video file"),
    (b"ID3", "an audio file"),
    (b"fLaC", "an audio file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"SQLite format 3\x00", "a database"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"{\\rtf", "a rich text document"),
    (b"%!PS", "a PostScript document"),
)


def plain_media_type(header: str | None) -> str | None:
    """The media type of a Content-Type header without its parameters, in lower case."""
    kind = (header or "").partition(";")[0].strip().lower()
    return kind or None


def media_type_of_path(path: str) -> str | None:
    """What a file's name says about its content; None when it says nothing."""
    return BY_SUFFIX.get(PurePosixPath(path).suffix.lower())


def binary_kind(content: bytes) -> str | None:
    """What kind of binary file the bytes are ("a PDF document"), or None when they look like text.

    UTF-16 and UTF-32 text is full of zero bytes; it is told by its byte order mark or by zeros in one lane only.
    """
    for signature, name in SIGNATURES:
        if content.startswith(signature):
            return name
    if content[:4] == b"RIFF":
        return "an image, audio or video file"
    if content[4:8] == b"ftyp":
        return "an image or video file"
    sample = content[:4096]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or utf16_lane(sample):
        return None
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in sample)
    return "a binary file" if controls > max(2, len(sample) // 50) else None


def utf16_lane(sample: bytes) -> str | None:
    """The UTF-16 byte order of unmarked text in which every other byte is mostly zero, else None."""
    pairs = len(sample) // 2
    if pairs < 8:
        return None
    even, odd = sample[: 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.4 and odd < pairs * 0.05 else None
