"""What the processes of the local engine share: imported once by the process that they are forked from."""

from __future__ import annotations

import checks.claims
import checks.conflicts.shards
from checks.claims.nlp import nlp
from flows.engine import work

__all__ = ["checks", "work"]

nlp()
