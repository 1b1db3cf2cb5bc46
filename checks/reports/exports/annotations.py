"""Web Annotation (W3C Recommendation, 2017): each pair as one annotation on its two passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
EDGE_CHARS = 64
"""How much text before and after a quote tells it from the same words elsewhere."""


def annotation_page(data: Mapping[str, Any]) -> dict[str, Any]:
    """A page of annotations; offsets count code points in the text version whose hash stands beside them."""
    return {
        "@context": [CONTEXT, {"text_sha256": "urn:rashomon:text_sha256"}],
        "id": f"urn:rashomon:{data['run']['run_id']}:annotations",
        "type": "AnnotationPage",
        "partOf": f"urn:rashomon:{data['run']['run_id']}",
        "startIndex": 0,
        "items": list(_annotations(data)),
    }


def _annotations(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for finding in data["discrepancies"]:
        for pair in finding["conflicts"]:
            if pair["passages"]:
                yield {
                    "id": f"urn:rashomon:{pair['conflict_id']}",
                    "type": "Annotation",
                    "motivation": "assessing" if pair["verdict"] else "commenting",
                    "body": list(_bodies(finding, pair)),
                    "target": [_target(side, data["articles"].get(side["article_id"])) for side in pair["passages"]],
                }


def _bodies(finding: Mapping[str, Any], pair: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    said = [(finding["question"], "describing"), (pair["why"], "commenting"), (pair["kind"], "tagging")]
    if pair["verdict"]:
        said.append((pair["verdict"]["verdict"], "assessing"))
    for value, purpose in said:
        yield {"type": "TextualBody", "value": value, "format": "text/plain", "language": "en", "purpose": purpose}


def _target(side: Mapping[str, Any], article: Mapping[str, Any] | None) -> dict[str, Any]:
    page = article["link"] if article else None
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": page or f"urn:rashomon:{side['article_id']}",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": side["quote"],
                "prefix": side["before"][-EDGE_CHARS:],
                "suffix": side["after"][:EDGE_CHARS],
            },
            {"type": "TextPositionSelector", "start": side["start"], "end": side["end"]},
        ],
    }
    if article and article["text_sha256"]:
        target["text_sha256"] = article["text_sha256"]
    return target
