"""Ids are hashes of meaning, not of time: the same input gives the same id on any machine, engine and day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

Part = str | int | float | bool | None


def content_id(prefix: str, *parts: Part) -> str:
    """A short id such as `cl_3f2a…` (prefix, then 16 hex digits of SHA-256) over the parts, unambiguously joined.

    Parts are encoded as one JSON array, so that ("ab", "c") and ("a", "bc") differ.
    """
    payload = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return f"{prefix}_{hashlib.sha256(payload).hexdigest()[:16]}"


def sha256_bytes(content: bytes) -> str:
    """The hex SHA-256 of raw bytes."""
    return hashlib.sha256(content).hexdigest()


def sha256_text(text: str) -> str:
    """The hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def capture_id(
    requested_url: str, final_url: str, http_status: int | None, sha256: str | None, error: str | None
) -> str:
    """The id of one answer of one address."""
    return content_id("cap", requested_url, final_url, http_status, sha256, error)


def article_id(canonical_url: str) -> str:
    """The id of an article over all its versions."""
    return content_id("art", canonical_url)


def claim_id(article: str, text_sha256: str, start_char: int, end_char: int, speaker: str | None) -> str:
    """The id of one claim: its place in one immutable text and who holds it."""
    return content_id("cl", article, text_sha256, start_char, end_char, speaker)


def pair_id(kind: str, claim_a: str, claim_b: str) -> str:
    """The id of a conflict: kind and the two claims in either order."""
    first, second = sorted((claim_a, claim_b))
    return content_id("cf", kind, first, second)


def set_id(prefix: str, members: Iterable[str]) -> str:
    """An id over a set of ids, whatever their order."""
    return content_id(prefix, *sorted(set(members)))


def passage_key(article_a: str, quote_a: str, article_b: str, quote_b: str) -> str:
    """The key of a verdict: the content of the two passages, in either order."""
    first, second = sorted(((article_a, quote_a), (article_b, quote_b)))
    return content_id("pk", *first, *second)
