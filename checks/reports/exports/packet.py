"""An evidence packet: one discrepancy as a zip that proves itself, on any machine and without the warehouse.

It holds the page and the data of the discrepancy, each text its quotes stand in, each capture as the very bytes that
were read, and a manifest with the SHA-256 of every file and the place of every quote. Equal evidence is an equal file.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checks.reports.build import to_json
from checks.reports.html import render_html
from warehouse.ids import claim_id, sha256_bytes, sha256_text

FORMAT = "rashomon-evidence-1"
MANIFEST = "manifest.json"
MOST_BYTES = 2_000_000_000
"""A packet that unpacks to more is refused: nobody quotes from so much."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Packet:
    """«This is the evidence of one discrepancy»: the report cut down to it, texts by article id, bytes by SHA-256."""

    data: Mapping[str, Any]
    texts: Mapping[str, str]
    captures: Mapping[str, bytes]


def packet(evidence: Packet) -> bytes:
    """The zip."""
    files = {
        "discrepancy.json": to_json(evidence.data).encode(),
        "discrepancy.html": render_html(evidence.data).encode(),
        **{f"texts/{key}.txt": text.encode("utf-8", "surrogatepass") for key, text in evidence.texts.items()},
        **{f"captures/{digest}.bin": content for digest, content in evidence.captures.items()},
    }
    manifest = {
        "format": FORMAT,
        "discrepancy_ids": [finding["discrepancy_id"] for finding in evidence.data["discrepancies"]],
        "files": {name: {"sha256": sha256_bytes(content), "bytes": len(content)} for name, content in files.items()},
        "quotes": list(_quotes(evidence.data)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted({**files, MANIFEST: to_json(manifest).encode()}.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=6)
    return out.getvalue()


def _quotes(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    seen = set()
    for finding in data["discrepancies"]:
        for pair in finding["conflicts"]:
            for side in pair["passages"]:
                article = data["articles"].get(side["article_id"])
                if article and side["claim_id"] not in seen:
                    seen.add(side["claim_id"])
                    names = ("claim_id", "article_id", "speaker", "start", "end", "quote")
                    digests = {name: article[name] for name in ("text_sha256", "capture_sha256")}
                    yield {**{name: side[name] for name in names}, **digests}


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, AttributeError, EOFError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
"""What reading a zip or a manifest that is not as we write them can end in."""


def packet_problems(content: bytes) -> list[str]:
    """What is wrong with a packet, a line each; an empty list is a clean bill. Nothing outside the packet is asked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                return [f"the packet unpacks to more than {MOST_BYTES} bytes; ask for a smaller one"]
            names = archive.namelist()
            files = {name: archive.read(name) for name in names}
        if len(names) != len(files):
            return ["a file is in the packet twice"]
        manifest = json.loads(files.pop(MANIFEST))
        if manifest["format"] != FORMAT:
            return [f"{MANIFEST}: the format is {manifest['format']!r}, this version reads {FORMAT!r}"]
        return [*_file_problems(files, manifest), *_quote_problems(files, manifest)]
    except _DAMAGED as error:
        return [f"not an evidence packet, or a damaged one: {error}"]


def _file_problems(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(set(files) | set(manifest["files"])):
        if name not in manifest["files"]:
            yield f"{name}: is not in the manifest"
        elif name not in files:
            yield f"{name}: is missing"
        elif sha256_bytes(files[name]) != manifest["files"][name]["sha256"]:
            yield f"{name}: is not the file that was packed: its SHA-256 differs"


def _quote_problems(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[str]:
    told = {quote["claim_id"]: quote for quote in manifest["quotes"]}
    for quote in manifest["quotes"]:
        name, where = quote["claim_id"], f"texts/{quote['article_id']}.txt"
        text = files.get(where, b"").decode("utf-8", "surrogatepass")
        if text[quote["start"] : quote["end"]] != quote["quote"]:
            yield f"{name}: {where} has other words at {quote['start']} to {quote['end']}"
        if sha256_text(text) != quote["text_sha256"]:
            yield f"{name}: {where} is not the text that was quoted"
        made = claim_id(quote["article_id"], quote["text_sha256"], quote["start"], quote["end"], quote["speaker"])
        if made != name:
            yield f"{name}: its id does not follow from its text, place and speaker"
        if sha256_bytes(files.get(f"captures/{quote['capture_sha256']}.bin", b"")) != quote["capture_sha256"]:
            yield f"{name}: the bytes that were read are not in the packet"
    for finding in json.loads(files.get("discrepancy.json", b"{}")).get("discrepancies", ()):
        for pair in finding["conflicts"]:
            for side in pair["passages"]:
                if told.get(side["claim_id"], {}).get("quote") != side["quote"]:
                    yield f"discrepancy.json: quotes of {side['claim_id']} what the manifest does not have"
