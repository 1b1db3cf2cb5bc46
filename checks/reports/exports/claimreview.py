"""ClaimReview (schema.org): only for passages of pairs that a person has confirmed, and never saying who is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

RATING = "Contradicted by another account"
"""What a confirmed conflict says of each of its passages; which of the two is true, it does not say."""


def claim_reviews(data: Mapping[str, Any]) -> dict[str, Any]:
    """A graph of reviews, empty when nothing is confirmed."""
    return {"@context": "https://schema.org", "@graph": list(_reviews(data))}


def _reviews(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for finding in data["discrepancies"]:
        for pair in finding["conflicts"]:
            verdict = pair["verdict"]
            if verdict and verdict["verdict"] == "confirmed" and not verdict["disagreeing"] and pair["passages"]:
                a, b = pair["passages"]
                yield _review(finding, pair, a, b, data)
                yield _review(finding, pair, b, a, data)


def _review(
    finding: Mapping[str, Any],
    pair: Mapping[str, Any],
    side: Mapping[str, Any],
    other: Mapping[str, Any],
    data: Mapping[str, Any],
) -> dict[str, Any]:
    article = data["articles"].get(side["article_id"]) or {}
    verdict = pair["verdict"]
    outlet = {"@type": "Organization", "name": side["outlet"]}
    work = {"@type": "NewsArticle", "headline": article.get("title"), "url": article.get("link"), "publisher": outlet}
    work["datePublished"] = article.get("published_on")
    claim = {
        "@type": "Claim",
        "author": {"@type": "Person", "name": side["speaker"]} if side["speaker"] else outlet,
        "datePublished": side["said_on"] or article.get("published_on"),
        "appearance": {name: value for name, value in work.items() if value is not None},
    }
    body = f"{finding['question']} {_ended(pair['why'])} {other['outlet']}: “{other['quote']}”"
    return {
        "@type": "ClaimReview",
        "@id": f"urn:rashomon:{pair['conflict_id']}:{side['claim_id']}",
        "claimReviewed": side["quote"],
        "datePublished": verdict["given_on"],
        "author": {"@type": "Person", "name": verdict["reviewer"]},
        "reviewBody": body + (f" {verdict['note']}" if verdict["note"] else ""),
        "reviewRating": {"@type": "Rating", "alternateName": RATING},
        "itemReviewed": {name: value for name, value in claim.items() if value is not None},
    }


def _ended(sentence: str) -> str:
    """The sentence with a full stop, if it has no end of its own."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."
