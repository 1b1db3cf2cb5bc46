"""Canonical JSON, several times as fast as `json.dumps` with an indent, which leaves the C encoder aside."""

from __future__ import annotations

import json
import math
from json.encoder import encode_basestring
from typing import Any


def canonical(value: Any, margin: str = "\n") -> str:
    """What `json.dumps` gives with sorted keys, one space of indent and no escaping of letters.

    Raises ValueError for a number that JSON does not have; TypeError for what is no JSON value.
    """
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    within = f"{margin} "
    if kind is dict and value and all(type(key) is str for key in value):
        rows = [f"{encode_basestring(key)}: {canonical(value[key], within)}" for key in sorted(value)]
        return f"{{{within}{f',{within}'.join(rows)}{margin}}}"
    if kind in (list, tuple) and value:
        return f"[{within}{f',{within}'.join([canonical(one, within) for one in value])}{margin}]"
    if kind is int or (kind is float and math.isfinite(value)):
        return repr(value)
    if value is None or kind is bool:
        return _WORDS[value]
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return text.replace("\n", margin)


_WORDS = {None: "null", True: "true", False: "false"}
