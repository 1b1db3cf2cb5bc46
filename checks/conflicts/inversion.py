"""A clause turned round into the order of a question, and the question as one line that reads well."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from checks.conflicts.asking_words import DANGLING, FIRST_PERSON, PERSONAL, REPLACED
from checks.conflicts.clauses import Clause, follows, phrase, spell

LONGEST = 120  # characters of a question


def verbs(clause: Clause, singular: bool = False) -> list[str]:
    """Auxiliaries and verb as written, without a negation; for "who" in the singular."""
    words = [t.text for t in [*clause.auxiliaries, clause.verb]]
    if singular:
        change = {"are": "is", "were": "was", "have": "has"}
        words[0] = change.get(words[0].lower(), words[0])
        if clause.verb.tag_ == "VBP" and len(words) == 1 and clause.verb.lemma_ not in {"be", "have"}:
            words[0] = _third(clause.verb.lemma_)
    return words


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{lemma}es"
    return f"{lemma[:-1]}ies" if lemma.endswith("y") and lemma[-2:-1] not in "aeiou" else f"{lemma}s"


def inversion_of(clause: Clause, leave: Iterable[Token], named: str | None = None) -> list[str] | None:
    """Auxiliary, subject, verb and what follows, in the order of a question; None without a telling subject."""
    subject = clause.subject
    if subject is None or (subject.lower_ in PERSONAL and not (named and subject.lower_ in REPLACED)):
        return None
    return _turned(clause, subject, list(leave), named)


def _turned(clause: Clause, subject: Token, gone: list[Token], named: str | None) -> list[str] | None:
    who = phrase(subject, gone)
    after = spell(follows(clause, gone))
    objects = [c for c in clause.verb.children if c.dep_ in {"dobj", "ccomp", "attr", "acomp"} and c not in gone]
    cut = not after and bool(objects or (clause.copula and not gone))  # what it is about was too long or left out
    if cut or not who or len(who) > 9 or who[0].pos_ == "CCONJ":
        return None
    early = " ".join(
        c.text for c in clause.verb.children if c.lower_ in {"last", "first", "ever"} and c.i < clause.verb.i
    )
    name = named if named and subject.lower_ in REPLACED else lower_first(who)
    auxiliaries = [a.lower_ for a in clause.auxiliaries]
    if clause.copula and not auxiliaries:
        form = {"am": "is", "'m": "is", "’m": "is", "'s": "is", "’s": "is", "'re": "are", "’re": "are"}.get(
            clause.verb.lower_, clause.verb.lower_
        )
        return [{"are": "is", "were": "was"}.get(form, form) if subject.lower_ in REPLACED else form, name, after]
    if auxiliaries:
        agreeing = {"am": "is", "are": "is", "were": "was", "have": "has"} if subject.lower_ in REPLACED else {}
        auxiliaries[0] = agreeing.get(auxiliaries[0], auxiliaries[0])
        first = {
            "'s": "is",
            "’s": "is",
            "'ll": "will",
            "’ll": "will",
            "'d": "would",
            "’d": "would",
            "'ve": "have",
            "’ve": "have",
            "ca": "can",
            "wo": "will",
        }.get(auxiliaries[0], auxiliaries[0])
        return [first, name, *auxiliaries[1:-1], early, *auxiliaries[1:][-1:], clause.verb.lower_, after]
    tag = clause.verb.tag_
    plural = (
        subject.tag_ in {"NNS", "NNPS"}
        or any(c.dep_ == "conj" for c in subject.children)
        or subject.lower_ in {"police", "people"}
    )
    if tag == "VBN" and clause.passive:
        return ["were" if plural else "was", name, clause.verb.lower_, after]
    helper = {"VBZ": "does", "VBP": "does" if subject.lower_ in REPLACED else "do"}.get(tag, "did")
    if tag not in {"VBD", "VBN", "VBZ", "VBP"}:
        return None
    return [helper, name, early, clause.verb.lemma_.lower(), after]


def lower_first(words: list[Token]) -> str:
    """A noun phrase as it stands within a question: lower-case unless it is a name, without "no" and possessives."""
    text = spell(words)
    first = words[0]
    if first.lower_ in {"no", "not"}:
        rest = [w for w in words[1:] if w.lower_ not in {"a", "one", "single"}]
        return f"any {spell(rest)}"
    if first.tag_ == "PRP$":
        return f"the {spell(words[1:])}"
    keep = (
        first.pos_ == "PROPN"
        or first.ent_type_ not in {"", "CARDINAL", "DATE", "TIME", "ORDINAL", "QUANTITY"}
        or first.text.isupper()
    )
    if keep and first.lower_ not in {"the", "a", "an"}:
        return text
    return text[:1].lower() + text[1:] if first.i == 0 or first.lower_ == "the" else text


def vague(words: list[Token]) -> bool:
    """Whether words say nothing by themselves."""
    return all(t.lower_ in PERSONAL or t.pos_ in {"ADP", "PRON", "ADV", "PART"} for t in words)


def past_of(verb: Token) -> str:
    """The past of a regular verb, or the verb as written where that is past."""
    return (
        verb.lower_
        if verb.tag_ in {"VBD", "VBN"}
        else f"{verb.lemma_}d"
        if verb.lemma_.endswith("e")
        else f"{verb.lemma_}ed"
    )


def finish(parts: Iterable[str]) -> str | None:
    """The question as one line, or None when it would not read well."""
    text = " ".join(p.strip() for p in parts if p and p.strip())
    text = text.strip(" ,;:–—-").rstrip(".!?,;")
    words = text.lower().split()
    if set(words) & FIRST_PERSON or words[-1] in {"himself", "herself", "itself", "themselves"}:
        return None
    if len(words) < 3 or len(text) > LONGEST or text.count('"') % 2 or any(c in text for c in "“”()[]«»\n"):
        return None
    if words[-1] in DANGLING:
        return None
    return f"{text[:1].upper()}{text[1:]}?"
