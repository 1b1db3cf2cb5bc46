"""Who stands where, outlet by outlet: on each discrepancy, and on each standing question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checks.claims import reading_of
from checks.conflicts.events import Key, key_of
from checks.conflicts.grouping import Matter
from checks.conflicts.questions import Question
from checks.conflicts.sides import Side
from checks.conflicts.wording import stance_of
from checks.conflicts.words import Bag, Weights, coverage, nearness
from warehouse.records import Article, Position, State

_ANSWERS = 0.5  # share of an example's weight that a statement must speak of
_MARGIN = 0.05  # by which one answer must fit better than the other
_OTHER_POLARITY = 0.5  # how much an example counts whose polarity is the opposite
_TELLING = 2  # words of the example, or like ones, that a statement must use to answer (all, of a shorter example)
_SAID = 0.6  # likeness from which two words say the same
_ASIDE = 0.7  # how much a statement counts that only mentions whom the question is about


def on_matter(
    matter: Matter, question_id: str, question: str, articles: Sequence[Article], involved: set[Key]
) -> Iterator[Position]:
    """The positions of all articles of the event: stated, contradicting, silent or unreadable."""
    spoken: set[Key] = set()
    for number, camp in enumerate(matter.camps):
        for side in camp:
            spoken.add(key_of(side))
            yield _position(
                question_id, question, side, stance_of(matter, side), "states" if number == 0 else "contradicts"
            )
    yield from _others(question_id, question, articles, spoken, involved)


def _position(question_id: str, question: str, side: Side, held: str, state: State) -> Position:
    claim = side.claim
    return Position(question_id, question, claim.outlet, claim.article_id, held, state, claim.claim_id, claim.quote)


def _others(
    question_id: str, question: str, articles: Sequence[Article], spoken: set[Key], involved: set[Key] | None
) -> Iterator[Position]:
    for article in articles:
        key = (article.article_id, article.version)
        if key in spoken:
            continue
        readable = article.status == "ok"
        if readable and involved is not None and key not in involved:
            continue
        state: State = "silent" if readable else "unreadable"
        yield Position(question_id, question, article.outlet, article.article_id, None, state, None, None)


def on_question(question: Question, articles: Sequence[Article], sides: Sequence[Side]) -> Iterator[Position]:
    """Each article's best yes and best no on a standing question, or silent, or unreadable."""
    weights = Weights()
    about = {w.lower() for phrase in question.about for w in phrase.split() if len(w) > 2}
    yes, no = (_examples(texts, weights, about) for texts in (question.yes, question.no))
    best: dict[tuple[Key, str], tuple[float, Side]] = {}
    for side in sides:
        if about and not about & {*side.reading.words, *side.names}:
            continue
        answer, fit = _answer(side, yes, no, weights, 1.0 if not about or about & _acting(side) else _ASIDE)
        if answer and fit > best.get((key_of(side), answer), (0.0, side))[0]:
            best[(key_of(side), answer)] = (fit, side)
    spoken: set[Key] = set()
    for (key, answer), (_, side) in sorted(best.items(), key=lambda t: (t[1][1].order, t[0][1])):
        spoken.add(key)
        state: State = "states" if answer == "yes" else "contradicts"
        yield _position(question.id, question.question, side, answer, state)
    yield from _others(question.id, question.question, articles, spoken, None)


Example = tuple[Bag, bool]


def _examples(texts: Iterable[str], weights: Weights, about: set[str]) -> list[Example]:
    """The examples as bags without the names the question is about, which every candidate shares anyway."""
    readings = [reading_of(text) for text in texts]
    return [
        (weights.bag(w for w in r.words if w not in about), any(f.negated for f in r.frames) or "silence" in r.flags)
        for r in readings
    ]


def _acting(side: Side) -> set[str]:
    """Those who act or speak in a statement."""
    speaker = {w.lower().strip(".,") for w in (side.claim.speaker or "").split()}
    return speaker | {w for f in side.reading.frames for w in f.subject}


def _answer(
    side: Side, yes: Sequence[Example], no: Sequence[Example], weights: Weights, concern: float
) -> tuple[str | None, float]:
    if side.claim.certainty == "conditional":
        return None, 0.0  # what would be so under a condition answers nothing
    bag = weights.bag(side.reading.words)
    flags = side.reading.flags
    denied = any(f.negated for f in side.reading.frames) or "silence" in flags or "denying_phrase" in flags
    fits = {"yes": concern * _fit(bag, denied, yes), "no": concern * _fit(bag, denied, no)}
    answer = max(fits, key=lambda k: (fits[k], k))
    other = fits["no" if answer == "yes" else "yes"]
    return (answer, fits[answer]) if fits[answer] >= _ANSWERS and fits[answer] - other >= _MARGIN else (None, 0.0)


def _fit(bag: Bag, denied: bool, examples: Sequence[Example]) -> float:
    """How well a statement covers the best example, less when one denies and the other does not."""
    return max(
        (
            coverage(example, bag)[0] * (1.0 if denied == negated else _OTHER_POLARITY)
            for example, negated in examples
            if _speaks_of(example, bag)
        ),
        default=0.0,
    )


def _speaks_of(example: Bag, bag: Bag) -> bool:
    """Whether a statement uses enough of the example's own words, or words that say the same."""
    if not example.words or not bag.words:
        return False
    said = int((nearness(example, bag).max(1) >= _SAID).sum())
    return said >= min(_TELLING, len(example.words))
