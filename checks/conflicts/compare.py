"""Compare the claims of one event: signals of the rules, each claim's best partners, the model's opinion, a verdict."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from checks.conflicts.candidates import Candidates, candidates
from checks.conflicts.events import Events, same_event
from checks.conflicts.judges import Asked, Model, Recall, pair_key
from checks.conflicts.nearness import Nearness, directions
from checks.conflicts.pairs import Near, Pair, Signal, short, who
from checks.conflicts.rules import signals
from checks.conflicts.score import NOWHERE, Fitted, Standing, features, fitted, gate_features, standings
from checks.conflicts.second import Look, look_again
from checks.conflicts.sides import Side
from warehouse.records import Opinion

PARTNERS = 6  # a claim is judged against its most promising partners only: who repeats a topic drowns nobody
_LOOKALIKE = 0.55  # strength from which a pair that only looks like a conflict is kept with its reason
_FAIRLY = 0.3  # probability from which a rule tells the kind and the reason even against the model
_BY_MODEL = "contradiction_model"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate pair with the rules' signals, its promise (0..1) by the gate, and the opinion on it, if any."""

    pair: Pair
    signals: tuple[Signal, ...]
    promise: float
    opinion: Opinion | None = None
    by: str = "embedded model"
    reader: str | None = None
    standing: Standing = NOWHERE

    @property
    def near(self) -> Near:
        """The pair's nearness in matter, all zero where no model has read it."""
        return self.pair.near or Near()


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with the signal that decides its kind and relation, and its probability of being a conflict."""

    pair: Pair
    signal: Signal
    score: float
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing: pairs worth keeping, the candidates they came from, and how far the model looked.

    `opinions` are all that were used, by key, so that the next run need not ask again; `asked` counts the new ones,
    `unasked` the pairs on the shortlist (`promising`) that the model did not look at; `look` is how far a second judge
    did.
    """

    judged: tuple[Judged, ...]
    drawn: Candidates
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    asked: int = 0
    unasked: int = 0
    promising: int = 0
    look: Look = field(default_factory=Look)


def compare(
    sides: Sequence[Side],
    events: Events,
    model: Model | None,
    recall: Recall,
    budget: tuple[int, int],
) -> Compared:
    """All pairs worth keeping; without a model the rules alone decide.

    `budget` bounds the new pairs that the model is asked, and those that its second judge is.
    """
    weights = fitted()
    states = model.reader.read([s.told for s in sides]) if model else []
    nearness = Nearness(sides, directions(states), events) if model else None
    drawn = candidates(sides, same_event(events), nearness)
    short_list = shortlist(weigh(sides, drawn.pairs, weights, nearness), weights)
    if model is None:
        judged = tuple(j for w in short_list for j in verdict(w, weights))
        return Compared(judged, drawn, promising=len(short_list))
    ranked = sorted(short_list, key=lambda w: (-w.promise, w.pair.a.order, w.pair.b.order))
    first, opinions, asked = _first(ranked, model, recall, max(0, budget[0]))
    texts = [(w.pair.a.told, w.pair.b.told) for w in ranked]
    stands, look = look_again(model.second, texts, first, recall, budget[1])
    told = [
        replace(w, opinion=o, by=model.name_of(o), reader=model.reader.digest)
        for w, o in zip(ranked, stands, strict=True)
    ]
    told = stand(told)
    told.sort(key=lambda w: (w.pair.a.order, w.pair.b.order))
    judged = tuple(j for w in told for j in verdict(w, weights))
    unasked = first.count(None) if model.judge else 0
    return Compared(judged, drawn, {**opinions, **look.opinions}, asked, unasked, len(told), look)


def _first(
    ranked: Sequence[Weighed], model: Model, recall: Recall, budget: int
) -> tuple[list[Opinion | None], dict[str, Opinion], int]:
    """The judge's opinion on each pair, remembered or new, all opinions used, and how many are new."""
    if model.judge is None:
        return [None] * len(ranked), {}, 0
    keys = [pair_key(model.judge.digest, w.pair.a.told, w.pair.b.told) for w in ranked]
    opinions = dict(recall(keys))
    new = {key: w.pair for key, w in zip(keys, ranked, strict=True) if key not in opinions}
    asked = [Asked(key, pair.a.told, pair.b.told) for key, pair in new.items()][:budget]
    opinions |= {opinion.pair_key: opinion for opinion in model.judge.judge(asked)}
    return [opinions.get(key) for key in keys], opinions, len(asked)


def stand(told: Sequence[Weighed]) -> list[Weighed]:
    """The pairs with the standing of each opinion among the others of its claims."""
    asked = [(w, w.opinion) for w in told if w.opinion is not None]
    found = standings([(w.pair.a.order, w.pair.b.order, opinion.contradiction) for w, opinion in asked])
    at = {(w.pair.a.order, w.pair.b.order): s for (w, _), s in zip(asked, found, strict=True)}
    return [replace(w, standing=at.get((w.pair.a.order, w.pair.b.order), w.standing)) for w in told]


def weigh(
    sides: Sequence[Side], pairs: Sequence[tuple[int, int]], weights: Fitted, nearness: Nearness | None
) -> Iterator[Weighed]:
    """Measure every candidate pair and let the rules speak."""
    for i, j in pairs:
        near = Near(nearness.of(i, j), *nearness.relative(i, j)) if nearness else None
        pair = Pair.of(sides[i], sides[j], near)
        seen = tuple(signals(pair))
        yield Weighed(pair, seen, weights.gate.probability(gate_features(pair, near or Near(), seen)))


def shortlist(weighed: Iterator[Weighed], weights: Fitted, partners: int = PARTNERS) -> list[Weighed]:
    """Each claim's most promising pairs and those a rule is sure of alone, in the order of the claims."""
    best: dict[int, list[tuple[float, int, int, Weighed]]] = defaultdict(list)
    sure: dict[tuple[int, int], Weighed] = {}
    for one in weighed:
        i, j = one.pair.a.order, one.pair.b.order
        if any(_sure_alone(one.pair, s, weights) for s in one.signals):
            sure[i, j] = one
        for claim in (i, j):
            ranked = (one.promise, -i, -j, one)
            if len(best[claim]) < partners:
                heapq.heappush(best[claim], ranked)
            else:
                heapq.heappushpop(best[claim], ranked)
    kept = {(-i, -j): one for heap in best.values() for _, i, j, one in heap} | sure
    return [kept[key] for key in sorted(kept)]


def _sure_alone(pair: Pair, signal: Signal, weights: Fitted) -> bool:
    return signal.relation == "conflict" and weights.of_rule(pair, signal) >= weights.sure.get(signal.rule, 2.0)


def verdict(weighed: Weighed, weights: Fitted) -> Iterator[Judged]:
    """A pair as a finding, or as a look-alike worth telling, with the signal that says why."""
    pair, opinion = weighed.pair, weighed.opinion
    by_rule = [(weights.of_rule(pair, s), s) for s in weighed.signals if s.relation == "conflict"]
    rule, speaker = max(by_rule, key=lambda r: (r[0], r[1].strength, r[1].rule), default=(0.0, None))
    said = (opinion, weighed.standing)
    if opinion is None and weighed.reader is None:
        found, probability = speaker is not None and rule >= weights.rules[speaker.rule].threshold, rule
    else:
        score = weights.read if opinion is None else weights.final
        probability = score.probability(features(pair, weighed.near, weighed.signals, rule, said))
        least = score.threshold if rule >= weights.support else weights.alone
        found = probability >= least and (speaker is not None or opinion is not None)
        if speaker is not None and probability >= weights.rare_least and _rare(speaker, rule, weights):
            found, probability = True, max(probability, rule)
    asked = opinion.model if opinion else weighed.reader
    if found:
        yield Judged(pair, _spokesman(weighed, rule, speaker), probability, asked)
        return
    alike = [s for s in weighed.signals if s.relation != "conflict" and s.strength >= _LOOKALIKE]
    best = max(alike, key=lambda s: (s.strength, s.rule), default=None)
    if best is not None:
        yield Judged(pair, best, probability, asked)


def _rare(speaker: Signal, rule: float, weights: Fitted) -> bool:
    """Whether a rule speaks that is too rare for the score to be fitted on, and is sure."""
    return speaker.rule in weights.rare and rule >= weights.rules[speaker.rule].threshold


def _spokesman(weighed: Weighed, rule: float, speaker: Signal | None) -> Signal:
    """Who names kind and reason: the best rule when it is fairly sure or of the model's kind, else the model."""
    opinion = weighed.opinion
    if speaker is not None and (opinion is None or rule >= _FAIRLY or speaker.kind == opinion.kind):
        return speaker
    if speaker is not None and cast(Opinion, opinion).kind == "wording" and not weighed.pair.same_speaker:
        return speaker  # only one speaker's words can be quoted in two ways
    return _by_model(weighed.pair, cast(Opinion, opinion), weighed.by)


def _by_model(pair: Pair, opinion: Opinion, by: str) -> Signal:
    why = (
        f"“{short(pair.a.claim.quote)}” ({who(pair.a)}) against “{short(pair.b.claim.quote)}” ({who(pair.b)}): "
        f"read together they exclude each other ({by}, {opinion.contradiction:.0%})"
    )
    return Signal(opinion.kind, "conflict", opinion.contradiction, why, _BY_MODEL)
