"""Which model judges: the embedded one, none, another that the user names, and perhaps a second judge over HTTP."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from checks.conflicts import Foreign, ForeignModelError, Model, embedded, located
from flows import settings
from flows.judge_http import HttpJudge, JudgeError

EMBEDDED, NONE = "embedded", "none"


class ModelError(Exception):
    """The model or judge that the environment names cannot be used: the message says which variable, and what to do."""


def chosen_model(told: settings.Settings | None = None) -> Model | None:
    """The model of this run, as the environment has it; None when the rules alone decide.

    Raises:
        ModelError: RASHOMON_MODEL or a RASHOMON_JUDGE_ variable names what cannot be used.
        ModelDamaged: the embedded model's files are not what was shipped.
    """
    told = told or settings.read()
    second = _second(told)
    if told.model == NONE:
        return None
    ours = embedded()
    return replace(ours, judge=ours.judge if told.model == EMBEDDED else _foreign(told.model, told.hub), second=second)


def identity(told: settings.Settings | None = None) -> str:
    """What tells a run with the chosen model from one with the embedded model; empty for that one alone.

    Raises:
        ModelError: as `chosen_model` does; no model of ours is loaded for it, and nothing is asked.
    """
    told = told or settings.read()
    second = _second(told)
    judge = told.model if told.model in (EMBEDDED, NONE) else _foreign(told.model, told.hub).digest
    return "" if judge == EMBEDDED and second is None else f" {judge} {second.digest if second else ''}"


@cache
def _foreign(name: str, hub: Path) -> Foreign:
    try:
        return Foreign(located(name, hub), name)
    except ForeignModelError as error:
        raise ModelError(f"RASHOMON_MODEL: {error}") from error


def _second(told: settings.Settings) -> HttpJudge | None:
    if told.judge_url is None:
        return None
    if told.model == NONE:
        raise ModelError(
            "RASHOMON_JUDGE_URL: the judge looks at what a model finds possible; unset RASHOMON_MODEL=none"
        )
    if told.judge_model is None:
        raise ModelError("RASHOMON_JUDGE_MODEL: not set; name the model that RASHOMON_JUDGE_URL is to be asked for")
    try:
        return HttpJudge(told.judge_url, told.judge_model, told.judge_key)
    except JudgeError as error:
        raise ModelError(str(error)) from error
