"""Standing questions: what a newsroom always wants to know, read from a TOML file and checked on load."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KEYS = {"id", "question", "about", "yes", "no"}


class QuestionError(Exception):
    """The questions file cannot be used; the message names file, entry, key and remedy."""


@dataclass(frozen=True, slots=True)
class Question:
    """«`question`, about `about`; statements like `yes` answer yes, those like `no` answer no.»

    `about` are names or words one of which a statement must concern; `yes` and `no` are example statements or key
    phrases.
    """

    id: str
    question: str
    about: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


def load(path: Path) -> tuple[Question, ...]:
    """Read `[[question]]` entries; raises QuestionError with file, entry and key."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise QuestionError(f"{path}: no such file; give the path of a questions file (see examples/)") from None
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path}: cannot be read ({error}); give a readable UTF-8 TOML file") from None
    except tomllib.TOMLDecodeError as error:
        raise QuestionError(f"{path}: not valid TOML ({error}); correct that line") from None
    entries = raw.get("question")
    if not isinstance(entries, list) or not entries or set(raw) != {"question"}:
        raise QuestionError(f"{path}: expected only [[question]] entries, each with id, question, about, yes, no")
    questions = tuple(_question(path, n, entry) for n, entry in enumerate(entries, 1))
    ids = [q.id for q in questions]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise QuestionError(f"{path}: the id {twice!r} is used twice; give each question its own")
    return questions


def _question(path: Path, number: int, entry: Any) -> Question:
    where = f"{path}: question {number}"
    if not isinstance(entry, dict):
        raise QuestionError(f"{where}: not a table; write [[question]] and its keys")
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise QuestionError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", str(entry.get("id", ""))):
        raise QuestionError(f"{where}: id must be 1 to 64 of a-z, 0-9, - and _")
    if not isinstance(entry.get("question"), str) or not entry["question"].strip():
        raise QuestionError(f"{where}: question must be a non-empty string")
    lists = {key: _strings(where, key, entry.get(key, [])) for key in ("about", "yes", "no")}
    if not (lists["yes"] or lists["no"]):
        raise QuestionError(f"{where}: give at least one example under yes or no")
    return Question(str(entry["id"]), entry["question"].strip(), lists["about"], lists["yes"], lists["no"])


def _strings(where: str, key: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise QuestionError(f"{where}: {key} must be a list of non-empty strings")
    return tuple(v.strip() for v in value)
