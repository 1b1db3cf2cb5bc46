"""Questions in plain English made of the clauses of a quote: how many, when, whether, who and why."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from checks.conflicts.clauses import Clause, clauses, follows, governing, parsed, phrase, spell

_PERSONAL = frozenset(
    {
        "i",
        "we",
        "he",
        "she",
        "it",
        "they",
        "you",
        "this",
        "that",
        "these",
        "those",
        "there",
        "one",
        "all",
        "some",
        "none",
        "nobody",
        "both",
        "each",
        "nothing",
        "everyone",
        "who",
        "which",
        "what",
        "neither",
        "another",
        "others",
        "him",
        "them",
    }
)
_REPLACED = frozenset({"i", "he", "she", "we"})
_FIRST_PERSON = frozenset({"i", "me", "my", "us", "our", "we", "you", "your", "mine", "ours"})
_LEADS = frozenset(
    {
        "about",
        "around",
        "some",
        "nearly",
        "almost",
        "over",
        "under",
        "least",
        "most",
        "than",
        "more",
        "fewer",
        "less",
        "only",
        "just",
        "at",
        "up",
        "roughly",
        "approximately",
        "the",
        "a",
        "an",
        "these",
        "those",
        "its",
        "his",
        "her",
        "their",
        "our",
        "its",
        "another",
        "further",
        "total",
        "of",
        "exactly",
        "whopping",
        "estimated",
    }
)
_PAST = {
    "written": "wrote",
    "taken": "took",
    "given": "gave",
    "done": "did",
    "drawn": "drew",
    "chosen": "chose",
    "shown": "showed",
    "begun": "began",
    "broken": "broke",
    "spoken": "spoke",
    "stolen": "stole",
    "driven": "drove",
    "thrown": "threw",
    "seen": "saw",
    "known": "knew",
    "torn": "tore",
    "sung": "sang",
    "rung": "rang",
    "withdrawn": "withdrew",
    "overthrown": "overthrew",
    "forbidden": "forbade",
    "hidden": "hid",
    "shaken": "shook",
}
_SAYING = frozenset(
    {
        "say",
        "tell",
        "claim",
        "add",
        "insist",
        "state",
        "note",
        "report",
        "think",
        "believe",
        "know",
        "suggest",
        "argue",
        "maintain",
        "explain",
        "concede",
        "reckon",
        "hope",
        "feel",
    }
)
LONGEST = 120


def how_many(quote: str, figure: str, named: str | None = None) -> str | None:
    """The question a figure answers: «36 boats were lost» gives "How many boats were lost?".

    `named` stands for the pronoun that the clause begins with, here and below.
    """
    doc = parsed(quote)
    number = _span(doc, figure)
    if not number:
        return None
    thing = _counted(number)
    if thing is None:
        return None
    asked = _asked_for(thing, number)
    clause = _clause_of(doc, thing)
    if asked is None or clause is None:
        return None
    of = _prepositions(thing)
    whole = phrase(thing)
    if clause.verb != governing(thing):
        return _participle(thing, asked)
    if clause.verb.dep_ == "relcl" and any(
        c.tag_ in {"WDT", "WP"} and c.dep_ != "nsubj" and c.dep_ != "nsubjpass" for c in clause.verb.children
    ):
        return None
    if clause.subject is not None and thing in phrase(clause.subject) and not of:
        asked = {"how much": "how much money", "what percentage": f"what percentage {_of_what(thing)}".strip()}.get(
            asked, asked
        )
        return _finish([asked, *_verbs(clause), spell(follows(clause))])
    top = of[-1] if of else thing
    if any(p.dep_ == "prep" and p.head.pos_ in {"NOUN", "PROPN"} for p in of):
        return None  # the figure hangs on another noun: the clause is about that
    inverted = _inverted(clause, [*whole, *of, top], named)
    lead = " ".join(p.text for p in of if p.head == clause.verb)
    return _finish([f"{lead} {asked}".strip(), *inverted]) if inverted else None


def counted_things(quote: str, figure: str) -> str | None:
    """The things a figure counts, in the plural ("mortar rounds"), or None for money, shares and bare numbers."""
    number = _span(parsed(quote), figure)
    thing = _counted(number) if number else None
    asked = _asked_for(thing, number) if thing is not None else None
    return asked.removeprefix("how many ") if asked and asked.startswith("how many ") else None


_HARM = frozenset({"kill", "injure", "wound", "arrest", "detain", "destroy", "displace", "evacuate"})


def _participle(thing: Token, asked: str) -> str | None:
    """«killing at least 19 people»: how many people were killed."""
    verb = governing(thing)
    if verb.tag_ != "VBG" or thing.dep_ != "dobj" or verb.lemma_ not in _HARM or not asked.startswith("how many"):
        return None
    return _finish([asked, "were", _past_of(verb)])


def when(quote: str, moment: str, named: str | None = None) -> str | None:
    """The question a date answers: «The bridge opened on 3 May» gives "When did the bridge open?"."""
    doc = parsed(quote)
    dated = _span(doc, moment)
    if not dated:
        return None
    clause = _clause_of(doc, dated[0])
    if clause is None:
        return None
    if noun := _dated_noun(dated, clause):
        past = clause.verb.tag_ in {"VBD", "VBN"} or any(
            a.lower_ in {"had", "was", "were", "has", "have"} for a in clause.auxiliaries
        )
        return _finish(["when", "was" if past else "is", _lower_first(phrase(noun, dated))])
    gone = [*dated, *[d for d in (t.head for t in dated) if d.dep_ == "prep" and d not in dated]]
    gone += [t for t in doc if t.ent_type_ in {"DATE", "TIME"} and t not in gone]
    gone += [t for t in doc if t.dep_ == "prep" and list(t.children) and all(c in gone for c in t.children)]
    inverted = _inverted(clause, gone, named)
    return _finish(["when", *inverted]) if inverted else None


def _dated_noun(dated: list[Token], clause: Clause) -> Token | None:
    """The subject that the date itself belongs to: «the last inspection, on 3 February, found nothing»."""
    inside = {t.i for t in dated}
    current = dated[0]
    while current.i in inside or current.dep_ == "prep":
        if current.head == current:
            return None
        current = current.head
    subject = clause.subject
    if subject is None or subject.pos_ != "NOUN" or clause.copula:
        return None
    comma = (
        dated[0].i > subject.i
        and dated[-1].i < clause.verb.i
        and any(t.text == "," for t in clause.verb.doc[subject.i : dated[0].i])
    )
    return subject if current == subject or comma else None


def whether(quote: str, named: str | None = None) -> list[str]:
    """The questions whether it is so, one a clause: «The court annulled the vote»: "Did the court annul the vote?".

    What is told by its opposite is asked for itself: «has yet to pay», «refused to pay» give "Did … pay?".
    """
    asked = []
    for clause in clauses(parsed(quote)):
        if clause.subject is None or clause.verb.lemma_.lower() in _SAYING or not _is_main(clause.verb):
            continue
        withheld = _withheld(clause)
        inverted = _done(clause, withheld, named) if withheld is not None else _inverted(clause, (), named)
        if inverted and (question := _finish(inverted)):
            asked.append(question)
    return asked


def _is_main(verb: Token) -> bool:
    """Whether a verb is what is told: the main one, one joined to it, or one that somebody is said to have told."""
    if verb.dep_ == "ROOT":
        return True
    return verb.dep_ in {"conj", "ccomp", "parataxis"} and verb.head != verb and _is_main(verb.head)


_NOT_DOING = frozenset({"fail", "refuse", "decline", "neglect", "omit", "avoid", "refrain", "stop", "forget"})


def _withheld(clause: Clause) -> Token | None:
    """The verb that is told as not done: of "has yet to pay", "refused to pay", "stopped short of paying"."""
    yet = clause.verb.lemma_ == "have" and any(c.lower_ == "yet" for c in clause.verb.subtree)
    if not yet and clause.verb.lemma_ not in _NOT_DOING:
        return None
    below = [
        t for t in clause.verb.subtree if t.dep_ in {"xcomp", "pcomp"} and t.pos_ == "VERB" and t.i > clause.verb.i
    ]
    return below[0] if below else None


def _done(clause: Clause, verb: Token, named: str | None) -> list[str] | None:
    subject = clause.subject
    if subject is None or (subject.lower_ in _PERSONAL and not (named and subject.lower_ in _REPLACED)):
        return None
    name = named if named and subject.lower_ in _REPLACED else _lower_first(phrase(subject))
    return ["did", name, verb.lemma_.lower(), spell(follows(Clause(verb, None)))]


def who_did(quote: str) -> list[str]:
    """The questions for the doer: «Mayor Brandt ordered the evacuation» gives "Who ordered the evacuation?"."""
    asked: list[str | None] = []
    for clause in clauses(parsed(quote)):
        subject, verb = clause.subject, clause.verb
        if subject is None or verb.lemma_.lower() in _SAYING:
            continue
        if clause.passive:
            agents = [c for c in verb.children if c.dep_ == "agent"]
            done = _PAST.get(verb.lower_, verb.lower_)
            if subject.lower_ not in _PERSONAL:
                asked.append(_finish(["who", done, _lower_first(phrase(subject)), spell(follows(clause, agents))]))
            continue
        after = follows(clause)
        names = clause.copula and any(c.dep_ in {"attr", "acomp"} for c in verb.children)
        if after and not _vague(after) and not names and subject.lower_ not in {"it", "there"}:
            asked.append(_finish(["who", *_verbs(clause, singular=True), spell(after)]))
    return [a for a in asked if a]


_CAUSING = frozenset({"cause", "trigger", "spark", "provoke", "prompt"})


def why(quote: str, named: str | None = None) -> str | None:
    """The question for the cause: «The dam broke because …» gives "Why did the dam break?"."""
    doc = parsed(quote)
    for clause in clauses(doc):
        if clause.verb.lemma_ in _CAUSING and clause.subject is not None:
            effect = (
                clause.subject if clause.passive else next((c for c in clause.verb.children if c.dep_ == "dobj"), None)
            )
            if effect is not None and effect.lower_ not in _PERSONAL:
                return _finish(["what", _past_of(clause.verb), _lower_first(phrase(effect))])
        if clause.verb.lemma_ in {"blame", "attribute", "ascribe", "put"} or clause.verb.lemma_ in _SAYING:
            continue
        reasons = [c for c in clause.verb.children if _is_reason(c)]
        if reasons and (inverted := _inverted(clause, reasons, named)) and (inverted[-1] or not clause.copula):
            return _finish(["why", *inverted])
    return None


def _past_of(verb: Token) -> str:
    return (
        verb.lower_
        if verb.tag_ in {"VBD", "VBN"}
        else f"{verb.lemma_}d"
        if verb.lemma_.endswith("e")
        else f"{verb.lemma_}ed"
    )


def _is_reason(child: Token) -> bool:
    if child.dep_ == "advcl":
        return any(g.lower_ in {"because", "since", "after", "as"} and g.dep_ == "mark" for g in child.children)
    return child.dep_ == "prep" and (
        child.lower_ in {"over", "because", "through"} or child.text.lower() in {"due", "owing", "thanks"}
    )


def _span(doc: Doc, text: str) -> list[Token]:
    flat = " ".join(text.split())
    at = doc.text.lower().find(flat.lower())
    return [t for t in doc if t.idx + len(t) > at and t.idx < at + len(flat)] if at >= 0 else []


def _counted(number: list[Token]) -> Token | None:
    """The noun that the figure counts, or the unit it is given in."""
    inside = {t.i for t in number}
    head = number[-1]
    while (
        head.head != head
        and (head.i in inside or head.dep_ in {"nummod", "quantmod", "compound", "advmod", "amod"})
        and head.pos_ not in {"NOUN", "PROPN"}
    ):
        head = head.head
    if (
        head.dep_ == "compound"
        and head.head.pos_ == "NOUN"
        and head.i in inside
        and head.text in {"million", "billion", "thousand"}
    ):
        head = head.head
    return head if head.pos_ in {"NOUN", "SYM", "NUM", "PROPN"} else None


_MONEY = frozenset({"$", "£", "€"})
_CURRENCY = frozenset(
    {
        "euro",
        "dollar",
        "pound",
        "crown",
        "mark",
        "peso",
        "franc",
        "rouble",
        "ruble",
        "yen",
        "yuan",
        "krona",
        "krone",
        "lira",
        "tal",
        "rupee",
    }
)
_SHARE = frozenset({"percent", "%", "cent"})


def _asked_for(thing: Token, number: list[Token]) -> str | None:
    """ "How many" with the thing counted; money and shares are asked for as such."""
    if any(t.text in _MONEY for t in number) or thing.text in _MONEY or thing.lemma_.lower() in _CURRENCY:
        of = _of_what(thing)
        return f"how much in {of.removeprefix('of ')}" if of else "how much"
    if thing.lemma_.lower() in _SHARE:
        return "what percentage"
    if thing.pos_ == "NUM" or thing.like_num:
        return None
    inside = {t.i for t in number} - {thing.i}
    left = [t for t in thing.subtree if t.i in inside]
    words = [t for t in phrase(thing, left) if not (t.i < thing.i and t.lower_ in _LEADS)]
    if any(w.pos_ == "NUM" or w.tag_ == "CC" for w in words if w.i != thing.i):
        return None
    if thing.tag_ not in {"NNS", "NNPS"} and thing.lower_ not in {"people", "dead", "staff", "crew"}:
        return None
    return f"how many {spell(words)}"


def _of_what(thing: Token) -> str:
    return " ".join(spell(phrase(c)) for c in thing.children if c.dep_ == "prep" and c.lower_ == "of")


def _clause_of(doc: Doc, token: Token) -> Clause | None:
    verb = governing(token)
    while verb.head != verb and not any(c.verb == verb and c.subject is not None for c in clauses(doc)):
        verb = governing(verb.head)
    return next((c for c in clauses(doc) if c.verb == verb), None)


def _prepositions(thing: Token) -> list[Token]:
    """The prepositions between a noun and the verb above it, the nearest first."""
    found, current = [], thing
    while current.head != current and current.head.pos_ not in {"VERB", "AUX"}:
        current = current.head
        if current.dep_ == "prep":
            found.append(current)
    return found


def _verbs(clause: Clause, singular: bool = False) -> list[str]:
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


def _inverted(clause: Clause, leave: Iterable[Token], named: str | None = None) -> list[str] | None:
    """Auxiliary, subject, verb and what follows, in the order of a question; None without a telling subject."""
    subject = clause.subject
    if subject is None or (subject.lower_ in _PERSONAL and not (named and subject.lower_ in _REPLACED)):
        return None
    gone = list(leave)
    who = phrase(subject, gone)
    if not who or len(who) > 9 or who[0].pos_ == "CCONJ":
        return None
    after = spell(follows(clause, gone))
    objects = [c for c in clause.verb.children if c.dep_ in {"dobj", "ccomp", "attr", "acomp"} and c not in gone]
    if not after and (objects or (clause.copula and not gone)):
        return None  # what it is about was too long or was left out
    early = " ".join(
        c.text for c in clause.verb.children if c.lower_ in {"last", "first", "ever"} and c.i < clause.verb.i
    )
    name = named if named and subject.lower_ in _REPLACED else _lower_first(who)
    auxiliaries = [a.lower_ for a in clause.auxiliaries]
    if clause.copula and not auxiliaries:
        form = {"am": "is", "'m": "is", "’m": "is", "'s": "is", "’s": "is", "'re": "are", "’re": "are"}.get(
            clause.verb.lower_, clause.verb.lower_
        )
        return [{"are": "is", "were": "was"}.get(form, form) if subject.lower_ in _REPLACED else form, name, after]
    if auxiliaries:
        agreeing = {"am": "is", "are": "is", "were": "was", "have": "has"} if subject.lower_ in _REPLACED else {}
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
    helper = {"VBZ": "does", "VBP": "does" if subject.lower_ in _REPLACED else "do"}.get(tag, "did")
    if tag not in {"VBD", "VBN", "VBZ", "VBP"}:
        return None
    return [helper, name, early, clause.verb.lemma_.lower(), after]


def _lower_first(words: list[Token]) -> str:
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


def _vague(words: list[Token]) -> bool:
    return all(t.lower_ in _PERSONAL or t.pos_ in {"ADP", "PRON", "ADV", "PART"} for t in words)


def _finish(parts: Iterable[str]) -> str | None:
    """The question as one line, or None when it would not read well."""
    text = " ".join(p.strip() for p in parts if p and p.strip())
    text = text.strip(" ,;:–—-").rstrip(".!?,;")
    words = text.lower().split()
    if set(words) & _FIRST_PERSON or words[-1] in {"himself", "herself", "itself", "themselves"}:
        return None
    if len(words) < 3 or len(text) > LONGEST or text.count('"') % 2 or any(c in text for c in "“”()[]«»\n"):
        return None
    if words[-1] in {
        "and",
        "or",
        "of",
        "the",
        "a",
        "an",
        "to",
        "in",
        "on",
        "at",
        "by",
        "with",
        "from",
        "for",
        "that",
        "is",
        "was",
        "were",
        "be",
        "had",
        "has",
        "have",
        "did",
        "as",
        "than",
        "put",
    }:
        return None
    return f"{text[:1].upper()}{text[1:]}?"
