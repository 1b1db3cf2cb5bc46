"""What two standards without a schema file of their own demand of what the report exports, as closed JSON Schemas.

Closed: a key that the standard does not define is refused, since a reader of JSON-LD would drop it without a word. Each
rule is written down from the standard's own text; the section stands beside it.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

IRI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
TEXT = {"type": "string", "minLength": 1}
DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
COUNT = {"type": "integer", "minimum": 0}


def closed(required: str, optional: str = "", **properties: Any) -> Schema:
    """An object with exactly these properties, of which the named ones must be there."""
    names = {*required.split(), *optional.split()}
    assert names == set(properties), names ^ set(properties)
    return {"type": "object", "properties": properties, "required": required.split(), "additionalProperties": False}


def thing(kind: str, required: str, optional: str = "", **properties: Any) -> Schema:
    """A thing of schema.org of this type."""
    return closed(f"@type {required}", optional, **{"@type": {"const": kind}}, **properties)


MOTIVATIONS = {
    "enum": ["assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
             "identifying", "linking", "moderating", "questioning", "replying", "tagging"]
}  # fmt: skip
"""Web Annotation Data Model, 3.3.5."""

QUOTE = closed(
    "type exact", "prefix suffix", type={"const": "TextQuoteSelector"}, exact=TEXT,
    prefix={"type": "string"}, suffix={"type": "string"},
)  # 4.2.4  # fmt: skip
PLACE = closed("type start end", type={"const": "TextPositionSelector"}, start=COUNT, end=COUNT)  # 4.2.5
BODY = closed(
    "type value", "format language purpose", type={"const": "TextualBody"}, value=TEXT,
    format={"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
    language={"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"}, purpose=MOTIVATIONS,
)  # 3.2.4  # fmt: skip
TARGET = closed(
    "type source selector", "text_sha256", type={"const": "SpecificResource"}, source=IRI,
    selector={"type": "array", "minItems": 1, "items": {"oneOf": [QUOTE, PLACE]}},
    text_sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
)  # 4, 4.2; text_sha256 is defined by the context beside the standard's  # fmt: skip
ANNOTATION = closed(
    "id type target", "motivation body", id=IRI, type={"const": "Annotation"}, motivation=MOTIVATIONS,
    body={"type": "array", "items": BODY}, target={"type": "array", "minItems": 1, "items": TARGET},
)  # 3.1  # fmt: skip
CONTEXT = {
    "type": "array",
    "minItems": 1,
    "contains": {"const": "http://www.w3.org/ns/anno.jsonld"},
    "items": {"oneOf": [IRI, {"type": "object", "additionalProperties": IRI}]},
}  # 3.1: the context must be among them; one of ours may only add terms
ANNOTATION_PAGE = closed(
    "@context id type items", "partOf startIndex", **{"@context": CONTEXT}, id=IRI, type={"const": "AnnotationPage"},
    items={"type": "array", "items": ANNOTATION}, partOf=IRI, startIndex=COUNT,
)  # 5.2; the W3C's own tests of the model want partOf to be an IRI  # fmt: skip
"""Web Annotation Data Model (W3C Recommendation, 23 February 2017)."""

ORGANIZATION = thing("Organization", "name", "url", name=TEXT, url=IRI)
PERSON = thing("Person", "name", "url", name=TEXT, url=IRI)
AGENT = {"oneOf": [PERSON, ORGANIZATION]}
RATING = thing(
    "Rating", "alternateName", "ratingValue bestRating worstRating ratingExplanation", alternateName=TEXT,
    ratingValue={"type": ["number", "string"]}, bestRating={"type": ["number", "string"]},
    worstRating={"type": ["number", "string"]}, ratingExplanation=TEXT,
)  # fmt: skip
WORK = thing(
    "NewsArticle", "publisher", "headline url datePublished", publisher=ORGANIZATION, headline=TEXT, url=IRI,
    datePublished=DATE,
)  # fmt: skip
CLAIM = thing(
    "Claim", "author", "datePublished appearance firstAppearance", author=AGENT, datePublished=DATE, appearance=WORK,
    firstAppearance=WORK,
)  # fmt: skip
CLAIM_REVIEW = thing(
    "ClaimReview", "@id claimReviewed author datePublished reviewRating itemReviewed", "reviewBody url",
    **{"@id": IRI}, claimReviewed=TEXT, author=AGENT, datePublished=DATE, reviewRating=RATING, itemReviewed=CLAIM,
    reviewBody=TEXT, url=IRI,
)  # fmt: skip
CLAIM_REVIEWS = closed(
    "@context @graph", **{"@context": {"const": "https://schema.org"}, "@graph": {"type": "array",
    "items": CLAIM_REVIEW}},
)  # fmt: skip
"""schema.org: ClaimReview and the properties of the types it leads to, each with a type that it is expected to have."""
