"""Rule `silent_against_spoke`: an actor reported silent, against words of that actor or of those who speak for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.claims.lexicon import lexicon
from checks.conflicts.acts import stems, withheld_acts
from checks.conflicts.pairs import Pair, Signal, short, who
from checks.conflicts.sides import Side, terms
from checks.conflicts.words import Weights, coverage, likeness, word_likeness

_PLAIN = Weights()
_BY_WHICH_WAY = re.compile(
    r"\b(?:reached|contacted|speaking|quoted|interviewed|asked) (?:by|over|on|from|through|via|at|in) [\w ]+"
)
_SAME_ACT = 0.25  # least likeness of topic when the very act withheld is done, within one event
_SPEAKS_FOR = 0.6  # how much the words of an office count as those of its head
_DERIVED = 0.5


def silent_against_spoke(pair: Pair) -> Iterator[Signal]:
    """One side reports a silence, the other an act of speaking; the actors must be one, or one speak for the other.

    Where a certain act is withheld (a condemnation, an apology), only the like act answers it.
    """
    for silent, other in ((pair.a, pair.b), (pair.b, pair.a)):
        if "silence" not in silent.reading.flags or "silence" in other.reading.flags:
            continue
        if other.claim.certainty in {"conditional", "predicted"}:
            continue  # words that somebody may yet say break no silence
        actor = max(same_actor(silent, other), _SPEAKS_FOR * speaks_for(silent, other))
        act = answering_act(silent, other)
        if actor < 0.3 or act == 0.0:
            continue
        least = _SAME_ACT if act == 1.0 else 0.0
        topic = max(pair.alike, 0.8 * pair.alike_in_context, _with_introduction(silent, other), least)
        strength = 0.25 * actor + 0.25 * act + 0.50 * topic
        why = f"{who(silent)} reports a silence («{short(silent.claim.quote, 90)}»); {who(other)} has words on it."
        evidence = (
            ("actor", actor),
            ("act", act),
            ("topic", topic),
            ("quoted", float(other.claim.speaker is not None)),
        )
        yield Signal("silence", "conflict", round(min(1.0, strength), 4), why, "silent_against_spoke", evidence)
        return


def _with_introduction(silent: Side, other: Side) -> float:
    """Likeness when the words that introduce the quote count too ("after calling the attack …")."""
    return likeness(silent.bag, other.weights.bag([*other.reading.words, *sorted(other.beside)]))


def answering_act(silent: Side, other: Side) -> float:
    """How well the other side's act of speech answers the one withheld (0: not at all)."""
    withheld = withheld_acts(set(silent.reading.words))
    if not withheld:
        return 0.6 if "speaks" in other.reading.flags else 0.0
    if set(withheld) & set(withheld_acts(set(other.reading.words))):
        return 1.0
    introduced = set(withheld) & set(withheld_acts(stems(other.claim.cue)))
    return 1.0 if introduced and likeness(silent.bag, other.bag) >= _SAME_ACT else 0.0


def _doers(silent: Side, other: Side) -> list[str]:
    """Those of whom the other side tells that they did what was withheld; empty where it does not say who."""
    withheld = set(withheld_acts(set(silent.reading.words)))
    doing = [f for f in other.reading.frames if withheld & set(withheld_acts({f.verb.split()[0]}))]
    named = [w for f in doing for w in f.subject]
    first = next((f.subject for f in other.reading.frames if f.subject), ())
    return named or (list(first) if doing else [])


def same_actor(silent: Side, other: Side) -> float:
    """How surely the one who is silent is the one who speaks (0..1), by names first, then by role nouns."""
    quiet = [*silent.reading.actors]
    heard = _doers(silent, other) or [*_speaker_words(other), *_speaking_actors(other)]
    if not quiet or not heard:
        return 0.0
    named = [w for w in quiet if w in silent.names]
    if named:
        return 1.0 if set(named) & set(heard) else 0.0
    return max(coverage(_PLAIN.bag(quiet), _PLAIN.bag(heard)))


def speaks_for(silent: Side, other: Side) -> float:
    """1 when the speaker holds an office of the country or body that the silent one is named with."""
    beside = other.beside if other.claim.speaker else ()
    described = set(_doers(silent, other)) or {*_speaker_words(other), *_speaking_actors(other), *beside}
    offices = terms().offices
    if not described & offices:
        return 0.0
    bodies = sorted(w for w in described - offices if len(w) > 3)
    own = sorted({*silent.reading.words} - offices)
    return 1.0 if any(_same_body(x, y) for x in bodies for y in own) else 0.0


def _same_body(x: str, y: str) -> bool:
    """One name of a country or body, or its adjective ("Norway", "Norwegian")."""
    return x == y or (x[:4] == y[:4] and min(len(x), len(y)) >= 4 and word_likeness(x, y) >= _DERIVED)


def _speaking_actors(side: Side) -> list[str]:
    """The subjects of verbs of speech, where the article itself tells that somebody spoke."""
    speaking = lexicon().speaking
    return [w for f in side.reading.frames if f.verb.split()[0] in speaking and not f.negated for w in f.subject]


def _speaker_words(side: Side) -> list[str]:
    told = f"{side.claim.speaker or ''} {side.claim.speaker_as_written or ''}"
    written = _BY_WHICH_WAY.sub(" ", told).replace("’s", "").replace("'s", "")
    return [w.lower().strip(".,") for w in written.split() if len(w) > 2]
