"""The normalized reading of one claim: what the conflict engine compares, as plain data that survives as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Amount:
    """«`low`..`high` of `noun` (or `unit`), where the clause is about `about`.» Bounds are inclusive, in base units."""

    text: str
    low: float
    high: float
    form: str
    kind: str
    unit: str | None
    noun: str | None
    part_of: bool
    about: tuple[str, ...]
    verb: str | None


@dataclass(frozen=True, slots=True)
class Moment:
    """«`verb` happened between `day_from` and `day_to`», with minutes after midnight when a clock time is given."""

    text: str
    day_from: str | None
    day_to: str | None
    minute_from: int | None
    minute_to: int | None
    precision: str
    relation: str
    about: tuple[str, ...]
    verb: str | None


@dataclass(frozen=True, slots=True)
class Frame:
    """«`subject` (does not, if `negated`) `verb` `object`»: one predicate of the claim, in lemmas."""

    verb: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    negated: bool
    passive: bool
    root: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim as content lemmas, names, predicates, amounts and moments; `flags` name what else was noticed.

    `speaker_key` folds the transliterations of the speaker's name, so that it is equal across articles; `speaks_for`
    is the body whose spokesman, minister or head the speaker is; `target` are the lemmas of what is judged, where the
    claim is an assessment (flags `positive` or `negative`); `as_of` is the day on which a silence still lasted.
    `words` are content lemmas in order; `names` lower-case tokens of proper names, those of the speaker behind "I"
    and of
    the person behind a pronoun included; `around` the lemmas of title and preceding sentence, a weak context;
    `sentence`
    the code-point span of the sentence or clause around the quote.
    """

    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = ()
    amounts: tuple[Amount, ...] = ()
    moments: tuple[Moment, ...] = ()
    flags: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    stance: str = "said"
    sentence: tuple[int, int] = (0, 0)
    day: str | None = field(default=None)
    speaker_key: str | None = None
    speaks_for: str | None = None
    target: tuple[str, ...] = ()
    as_of: str | None = None

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, empty fields left out."""
        filled = {f.name: _plain(v) for f in fields(self) if (v := getattr(self, f.name)) not in ((), None)}
        return json.dumps(filled, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, payload: str) -> Reading:
        """Read back what `to_json` wrote; raises ValueError when it is not such a reading."""
        raw: dict[str, Any] = json.loads(payload)
        made: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
        made["frames"] = tuple(Frame(**_tuples(x)) for x in raw.get("frames", ()))
        made["amounts"] = tuple(Amount(**_tuples(x)) for x in raw.get("amounts", ()))
        made["moments"] = tuple(Moment(**_tuples(x)) for x in raw.get("moments", ()))
        return cls(**made)


_RECORDS = (Amount, Moment, Frame)


def _plain(value: Any) -> Any:
    """A field as JSON has it: records as objects. `dataclasses.asdict` would copy deeply, for every claim."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return {f.name: getattr(value, f.name) for f in fields(value)} if isinstance(value, _RECORDS) else value


def _tuples(raw: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}


def day_of(text: str | None) -> date | None:
    """An ISO day of a reading as a date."""
    return date.fromisoformat(text) if text else None
