"""Give a statement its normalized reading: predicates, amounts, moments, names, polarity, certainty, flags."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from spacy.tokens import Doc, Span, Token

from checks.claims import dates, quantities
from checks.claims.entities import name_key
from checks.claims.frames import content_words, frames, governing_verb, lemma, local
from checks.claims.lexicon import lexicon
from checks.claims.reading import Amount, Frame, Moment, Reading
from checks.claims.statements import Statement
from warehouse.records import Certainty, Polarity

_OPEN = 1e15
_JUDGING = frozenset(
    {"call", "describe", "praise", "hail", "dismiss", "deride", "label", "brand", "deem", "consider", "find", "welcome"}
)
_NEAR = 40  # characters between a cue and the day on which its speaker spoke
_LONGEST = 300  # characters; no amount or moment is longer
_Placed = TypeVar("_Placed", quantities.Quantity, dates.Moment)
_FIRST = frozenset({"i", "we", "my", "our", "me", "us", "myself"})


@dataclass(frozen=True, slots=True)
class Measures:
    """All amounts and moments of one article, found once over its whole text."""

    amounts: tuple[quantities.Quantity, ...]
    moments: tuple[dates.Moment, ...]

    def day_near(self, start: int, end: int, besides: Sequence[tuple[int, int]]) -> date | None:
        """The single day told within a few words of the characters `start`..`end`, outside the spans `besides`."""
        first = bisect_left(self.moments, start - _NEAR, key=lambda one: one.start)
        for moment in self.moments[first:]:
            if moment.start > end + _NEAR:
                break
            apart = not any(a < moment.end and moment.start < b for a, b in besides)
            if (
                apart
                and moment.date_from is not None
                and moment.date_from == moment.date_to
                and moment.relation == "on"
            ):
                return moment.date_from
        return None


def measure(text: str, published_on: date | None) -> Measures:
    """Find the amounts and moments of a text; relative dates are resolved against the day of publication."""
    return Measures(quantities.quantities(text), dates.moments(text, published_on))


def interpret(doc: Doc, statement: Statement, measures: Measures, around: Sequence[str], day: date | None) -> Reading:
    """The reading of one statement; `around` are lemmas of its context (title, preceding sentence)."""
    span = doc.char_span(statement.start, statement.end, alignment_mode="expand")
    if span is None:
        return Reading(sentence=statement.sentence, day=day.isoformat() if day else None)
    attribution = statement.attribution
    said_frames = frames(span)
    speaker = attribution.speaker if attribution else None
    actors = _actors(span, said_frames, speaker)
    flags = _flags(span, statement)
    moments = tuple(_moment(doc, span, m) for m in _within(measures.moments, span))
    return Reading(
        words=content_words(span),
        names=names(span),
        around=tuple(around),
        frames=said_frames,
        amounts=tuple(_amount(doc, span, q) for q in _within(measures.amounts, span) if not q.ordinal),
        moments=moments,
        flags=flags,
        actors=actors,
        stance=attribution.cue_stance if attribution else "said",
        sentence=statement.sentence,
        day=day.isoformat() if day else None,
        speaker_key=name_key(speaker) or None if speaker else None,
        speaks_for=attribution.speaks_for if attribution else None,
        target=_target(said_frames, flags),
        as_of=_as_of(moments, flags, day),
    )


def names(span: Span) -> tuple[str, ...]:
    """Lower-case tokens of proper names, titles, weekdays and months aside."""
    return tuple(
        dict.fromkeys(
            lemma(t)
            for t in span
            if t.pos_ == "PROPN"
            and t.ent_type_ not in {"DATE", "TIME"}
            and len(t.text) > 2
            and t.lower_ not in lexicon().titles
        )
    )


def _actors(span: Span, found: Sequence[Frame], speaker: str | None) -> tuple[str, ...]:
    """Lemmas of those who act: subjects of main predicates; "I" and "we" are the speaker."""
    actors = [w for f in found if f.root for w in f.subject]
    if speaker and any(t.lower_ in _FIRST for t in span):
        actors += [w.lower() for w in speaker.replace("’", "'").split() if len(w) > 2]
    return tuple(dict.fromkeys(actors))


def _target(found: Sequence[Frame], flags: Sequence[str]) -> tuple[str, ...]:
    """What an assessment judges: the subject of its main predicate, or the object of one that acts on it."""
    if not {"positive", "negative"} & set(flags):
        return ()
    main = next((frame for frame in found if frame.root), found[0] if found else None)
    if main is None:
        return ()
    acts = main.verb in _JUDGING and not main.passive and main.object
    return main.object if acts else main.subject or main.object


def _as_of(moments: Sequence[Moment], flags: Sequence[str], day: date | None) -> str | None:
    """The last day on which a silence is told to have lasted: the claim's own, else that of publication."""
    if not {"silence", "declined"} & set(flags):
        return None
    told = [moment.day_to for moment in moments if moment.day_to is not None and moment.relation != "since"]
    return max(told) if told else day.isoformat() if day else None


def _within(found: Sequence[_Placed], span: Span) -> list[_Placed]:
    """Those of the amounts or moments, in text order, that touch the span."""
    first = bisect_left(found, span.start_char - _LONGEST, key=lambda one: one.start)
    last = bisect_left(found, span.end_char, key=lambda one: one.start)
    return [one for one in found[first:last] if one.end > span.start_char]


def _context(doc: Doc, span: Span, start: int, end: int) -> tuple[tuple[str, ...], str | None]:
    """Content lemmas of the clause around characters `start`..`end`, and its verb."""
    token = _head_token(doc, start, end)
    verb = governing_verb(token, span) if token is not None else None
    if verb is None:
        near = [t for t in span if not (start <= t.idx < end)]
        return content_words(near), None
    kept = [t for t in local(verb) if span.start <= t.i < span.end and not (start <= t.idx < end)]
    return content_words(kept), verb.lemma_.lower()


def _head_token(doc: Doc, start: int, end: int) -> Token | None:
    piece = doc.char_span(start, end, alignment_mode="expand")
    return piece.root if piece is not None else None


def _amount(doc: Doc, span: Span, found: quantities.Quantity) -> Amount:
    about, verb = _context(doc, span, found.start, found.end)
    based = found.base_unit is not None
    return Amount(
        text=found.text,
        low=_finite(found.base_low if based and found.base_low is not None else found.low),
        high=_finite(found.base_high if based and found.base_high is not None else found.high),
        form=found.form,
        kind=found.kind,
        unit="/".join(filter(None, (found.base_unit or found.unit, found.per))) or None,
        noun=found.noun,
        part_of=found.part_of,
        about=about,
        verb=verb,
    )


def _finite(value: float) -> float:
    """Open bounds as a huge number, since JSON knows no infinity."""
    return max(-_OPEN, min(_OPEN, value))


def _moment(doc: Doc, span: Span, found: dates.Moment) -> Moment:
    about, verb = _context(doc, span, found.start, found.end)
    return Moment(
        text=found.text,
        day_from=found.date_from.isoformat() if found.date_from else None,
        day_to=found.date_to.isoformat() if found.date_to else None,
        minute_from=found.time_from,
        minute_to=found.time_to,
        precision=found.precision,
        relation=found.relation,
        about=about,
        verb=verb,
    )


def _flags(span: Span, statement: Statement) -> tuple[str, ...]:
    words, text = lexicon(), span.text
    lemmas = {t.lemma_.lower() for t in span}
    flags = []
    if words.silence.search(text):
        flags.append("declined" if words.declined.search(text) else "silence")
    if words.cause.search(text):
        flags.append("cause")
    if words.denying_phrase.search(text):
        flags.append("denying_phrase")
    if lemmas & words.positive or words.positive_phrase.search(text):
        flags.append("positive")
    if lemmas & words.negative or words.negative_phrase.search(text):
        flags.append("negative")
    attribution = statement.attribution
    spoke = attribution is not None and attribution.cue_stance not in {"silent"}
    if spoke or lemmas & words.speaking:
        flags.append("speaks")
    cue = attribution.cue_span if attribution is not None else None
    outside = cue is None or not statement.start <= cue[0] < statement.end
    if attribution is not None and attribution.negated and outside:
        flags.append("denied_by_speaker")
    return tuple(flags)


def polarity_of(reading: Reading) -> Polarity:
    """Denied when the main predicate is, or when the speaker denies the whole content."""
    root = next((f for f in reading.frames if f.root), None)
    denied = (root.negated if root else False) != ("denied_by_speaker" in reading.flags)
    return "denied" if denied else "affirmed"


def certainty_of(span: Span) -> Certainty:
    """How sure the claim is, by its main verb's auxiliaries and adverbs."""
    words = lexicon()
    main = span.root
    near = {c.lemma_.lower() for c in main.children} | {main.lemma_.lower()}
    inverted = span[0].lower_ in {"should", "were", "had"}
    if inverted or "would" in near or any(t.lower_ in {"if", "unless", "provided"} for t in span):
        return "conditional"
    if near & {"must", "should", "want", "wish", "demand", "urge", "need"}:
        return "desired"
    foresees = main.lemma_.lower() in {"expect", "plan", "intend", "predict", "forecast"}
    if foresees or near & {"will", "shall", "'ll", "’ll"}:
        return "predicted"
    return "hedged" if near & words.hedges else "asserted"
