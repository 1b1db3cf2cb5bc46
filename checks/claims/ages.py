"""Ages: «67-year-old», «52 years old», «aged 44», «Ann Lee, 29,», «a teacher of 77», «in her 40s», «under-18s»."""

from __future__ import annotations

import re

from checks.claims.drafts import Draft
from checks.claims.nouns import counted_noun

_YEARS_OLD = re.compile(r"[\s-]+olds?\b|\s+of\s+age\b")
_AGED = re.compile(
    r"\b(?:aged?|ages|(?P<turned>turn(?:s|ed|ing)?))\s+(?:of\s+)?(?:between|from|just|only|about|around)?\s*$|\bat\s+the\s+age\s+of\s+\Z",
    re.IGNORECASE,
)
_UNDER = re.compile(r"\b(?P<bound>under|over)[- ]\Z", re.IGNORECASE)
_BETWEEN_AGES = re.compile(r"\bages\s+(?:of\s+)?\d|\baged\s+\d", re.IGNORECASE)
_PEOPLE_UNDER = re.compile(
    r"\b(?:people|those|anyone|anybody|everyone|women|men|adults|children|workers|voters|players|residents|patients|persons)\s+"
    r"(?:who\s+(?:are|were)\s+)?(?:aged\s+)?(?:under|over|above|below)\s+\Z"
)
_DECADE = re.compile(r"\b[Ii]n\s+(?:his|her|their|its|my)\s+(?P<part>early|mid|late)?[\s-]?\Z")
_NAMED_PERSON = re.compile(
    r"(?:(?<!\w)(?!Flight|Route|In|On|At|From|The|And)[A-Z][\w'’.-]+\s+(?:(?:[a-z]{2,3}\s+)?[A-Z][\w'’-]+)"
    r"|\b(?:son|daughter|man|woman|boy|girl|mother|father|brother|sister|husband|wife|grandson|granddaughter|twin|[Hh]e|[Ss]he))"
    r"(?:,\s*(?:now\s+|then\s+)?|\s\()\Z"
)
_WHO_IS = re.compile(r"\b(?:who|[Hh]e|[Ss]he)\s+(?:is|was)\s+(?:just\s+|only\s+|then\s+)?\Z")
_FIRST_NAME = re.compile(r"(?<!\bin\s)(?<!\bat\s)(?<!\bof\s)(?<!\bnear\s)(?<![\w-])[A-Z][a-z]{2,},\s\Z")
_AFTER_FIRST_NAME = re.compile(
    r",\s(?:who|whose|an?|the|from|of|told|said|says|has|had|was|is|lost|works|worked|runs|lives)\b"
)
_APPOSED = re.compile(r"\s*(?:[,);:]|\.(?:\s|$)|\.?[”\"])|\s+and\b|\s*\Z")
_PERSON_OF = re.compile(
    r"\b(?!order|number|matter|quarter|paper|power|water|layer|tower|figure|corner|river|letter|chapter|player|member|cluster|offer|"
    r"answer|list|crater|centre|center|consumer|winner|buyer|seller|holder|dealer|transfer)"
    r"[a-z]*(?:man|woman|boy|girl|father|mother|child|baby|infant|student|widow|er|ist|ian)\s+of\s+\Z"
)


def age(text: str, draft: Draft) -> tuple[float, float, int] | None:
    """Lowest and highest age in the draft's unit (years when it has none) and where the words end; None for no age."""
    left = text[max(0, draft.start - 60) : draft.start]
    if draft.unit is not None and draft.unit.kind == "duration":
        old = _YEARS_OLD.match(text, draft.end)
        return (draft.low, draft.high, old.end() if old else draft.end) if old or _AGED.search(left) else None
    if draft.measured or not 0 < draft.high <= 120 or draft.numeral.scale > 1 or draft.is_score:
        return None
    if text[draft.end : draft.end + 1] == "s" and not draft.numeral.words:
        return _plural_age(left, draft)
    between = _BETWEEN_AGES.search(text, draft.start, draft.numeral.start)
    if between or (_PEOPLE_UNDER.search(left) and counted_noun(text, draft.end) is None):
        return draft.low, draft.high, draft.end
    aged = _AGED.search(left)
    told = not (aged.group("turned") and counted_noun(text, draft.end)) if aged else _is_apposed(text, left, draft)
    return (draft.low, draft.high, draft.end) if told else None


def _is_apposed(text: str, left: str, draft: Draft) -> bool:
    """«Ann Lee, 29, a nurse»; «Ann, 29, who»; «a teacher of 77,»; «who was 63,»."""
    if not _APPOSED.match(text, draft.end) or draft.numeral.step < 1 or draft.is_range:
        return False
    if _WHO_IS.search(left):
        return True
    if draft.numeral.words:
        return False
    first_name = draft.low >= 10 and _FIRST_NAME.search(left) and _AFTER_FIRST_NAME.match(text, draft.end)
    return bool(first_name or _NAMED_PERSON.search(left) or (_PERSON_OF.search(left) and draft.low >= 4))


def _plural_age(left: str, draft: Draft) -> tuple[float, float, int] | None:
    end = draft.end + 1
    if decade := _DECADE.search(left):
        low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(decade.group("part") or "", (0, 9))
        return draft.low + low, draft.low + high, end
    if under := _UNDER.search(left):
        return (0.0, draft.low, end) if under.group("bound").lower() == "under" else (draft.low, 130.0, end)
    return None
