"""Who says what in which exact words: articles in, verbatim claims with speaker and normalized reading out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from spacy.tokens import Doc

from checks.claims.attribution import attributions
from checks.claims.frames import content_words
from checks.claims.interpret import Measures, certainty_of, interpret, measure, polarity_of
from checks.claims.nlp import nlp, read
from checks.claims.reading import Reading, day_of
from checks.claims.statements import Statement, statements
from warehouse.ids import claim_id
from warehouse.records import Article, Claim

__all__ = ["READERS", "claims_of", "extract", "extract_one", "is_analysed", "read", "reading_of"]

MAX_CLAIMS = 20_000


def is_analysed(article: Article) -> bool:
    """Whether claims are read from this article: readable and in a language that has a reader (others are kept)."""
    readable = article.status in {"ok", "truncated", "paywall"} and bool(article.text)
    return readable and (article.language or "en") in READERS


def extract(articles: Sequence[Article]) -> list[Claim]:
    """The claims of all analysed articles, article by article in text order."""
    return [claim for article in articles if is_analysed(article) for claim in extract_one(article)]


def extract_one(article: Article) -> list[Claim]:
    """The claims of one article; every quote is `text[start_char:end_char]`. None in a language without a reader."""
    reader = READERS.get(article.language or "en")
    return reader(article) if reader is not None else []


def _english(article: Article) -> list[Claim]:
    return claims_of(article, read(article.text or ""))


def claims_of(article: Article, doc: Doc) -> list[Claim]:
    """The claims of an article whose text is parsed already."""
    text = str(doc.text)
    measures = measure(text, article.published_on)
    title = content_words(nlp()(article.title)) if article.title else ()
    found = statements(doc, attributions(doc))[:MAX_CLAIMS]
    claims: list[Claim] = []
    before: tuple[str, ...] = ()
    for statement in found:
        reading = interpret(doc, statement, measures, (*title, *before), article.published_on)
        claims.append(_claim(article, doc, statement, reading, measures))
        before = reading.words
    return list(_distinct(claims))


def reading_of(text: str) -> Reading:
    """The reading of a text that stands on its own, such as the example answer of a standing question."""
    doc = read(text)
    whole = Statement(0, len(text), (0, len(text)), None)
    return interpret(doc, whole, measure(text, None), (), None)


def _distinct(claims: Sequence[Claim]) -> Iterator[Claim]:
    seen: set[str] = set()
    for claim in claims:
        if claim.claim_id not in seen:
            seen.add(claim.claim_id)
            yield claim


def _tells_of_asking(statement: Statement) -> bool:
    """Whether a statement holds the very verb of speech, and nobody who speaks: «Parents are asked to stay away»."""
    attribution = statement.attribution
    if attribution is None or attribution.speaker_as_written is not None or attribution.cue_span is None:
        return False
    return statement.start <= attribution.cue_span[0] and attribution.cue_span[1] <= statement.end


def _claim(article: Article, doc: Doc, statement: Statement, reading: Reading, measures: Measures) -> Claim:
    attribution = None if _tells_of_asking(statement) else statement.attribution
    speaker = attribution.speaker if attribution else None
    event = _event(reading)
    span = doc.char_span(statement.start, statement.end, alignment_mode="expand")
    return Claim(
        claim_id=claim_id(article.article_id, article.text_sha256 or "", statement.start, statement.end, speaker),
        article_id=article.article_id,
        version=article.version,
        url=article.url,
        outlet=article.outlet,
        quote=(article.text or "")[statement.start : statement.end],
        start_char=statement.start,
        end_char=statement.end,
        speaker=speaker,
        speaker_as_written=attribution.speaker_as_written if attribution else None,
        speech=attribution.speech if attribution else "author",
        cue=attribution.cue if attribution else None,
        held_by_outlet=attribution is None,
        polarity=polarity_of(reading),
        certainty=certainty_of(span) if span is not None else "asserted",
        said_on=_said_on(measures, article, statement),
        event_from=event[0],
        event_to=event[1],
        reading=reading.to_json(),
    )


def _event(reading: Reading) -> tuple[date | None, date | None]:
    """When what the claim tells of happened: its first moment that names a day or a longer time."""
    for moment in reading.moments:
        if moment.day_from or moment.day_to:
            return day_of(moment.day_from), day_of(moment.day_to)
    return None, None


def _said_on(measures: Measures, article: Article, statement: Statement) -> date | None:
    """The day that the reporting clause names ("said on Monday"); else that of publication."""
    said = statement.attribution
    if said is None or said.cue_span is None or article.published_on is None:
        return article.published_on
    day = measures.day_near(*said.cue_span, said.spans)
    return day if day is not None and day <= article.published_on else article.published_on


READERS: dict[str, Callable[[Article], list[Claim]]] = {"en": _english}
"""Who reads which language (ISO 639-1): an entry here is all that another language needs to be analysed."""
