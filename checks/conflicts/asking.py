"""Questions in plain English made of the clauses of a quote: when, whether, who and why."""

from __future__ import annotations

from spacy.tokens import Token

from checks.conflicts.asking_words import CAUSING, NOT_DOING, PAST, PERSONAL, REPLACED, SAYING
from checks.conflicts.clauses import Clause, clauses, follows, parsed, phrase, spell
from checks.conflicts.counting import clause_of, span_of
from checks.conflicts.inversion import finish, inversion_of, lower_first, past_of, vague, verbs


def when(quote: str, moment: str, named: str | None = None) -> str | None:
    """The question a date answers: «The bridge opened on 3 May» gives "When did the bridge open?"."""
    doc = parsed(quote)
    dated = span_of(doc, moment)
    if not dated:
        return None
    clause = clause_of(doc, dated[0])
    if clause is None:
        return None
    if noun := _dated_noun(dated, clause):
        past = clause.verb.tag_ in {"VBD", "VBN"} or any(
            a.lower_ in {"had", "was", "were", "has", "have"} for a in clause.auxiliaries
        )
        return finish(["when", "was" if past else "is", lower_first(phrase(noun, dated))])
    gone = [*dated, *[d for d in (t.head for t in dated) if d.dep_ == "prep" and d not in dated]]
    gone += [t for t in doc if t.ent_type_ in {"DATE", "TIME"} and t not in gone]
    gone += [t for t in doc if t.dep_ == "prep" and list(t.children) and all(c in gone for c in t.children)]
    inverted = inversion_of(clause, gone, named)
    return finish(["when", *inverted]) if inverted else None


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
        if clause.subject is None or clause.verb.lemma_.lower() in SAYING or not _is_main(clause.verb):
            continue
        withheld = _withheld(clause)
        inverted = _done(clause, withheld, named) if withheld is not None else inversion_of(clause, (), named)
        if inverted and (question := finish(inverted)):
            asked.append(question)
    return asked


def _is_main(verb: Token) -> bool:
    """Whether a verb is what is told: the main one, one joined to it, or one that somebody is said to have told."""
    if verb.dep_ == "ROOT":
        return True
    return verb.dep_ in {"conj", "ccomp", "parataxis"} and verb.head != verb and _is_main(verb.head)


def _withheld(clause: Clause) -> Token | None:
    """The verb that is told as not done: of "has yet to pay", "refused to pay", "stopped short of paying"."""
    yet = clause.verb.lemma_ == "have" and any(c.lower_ == "yet" for c in clause.verb.subtree)
    if not yet and clause.verb.lemma_ not in NOT_DOING:
        return None
    below = [
        t for t in clause.verb.subtree if t.dep_ in {"xcomp", "pcomp"} and t.pos_ == "VERB" and t.i > clause.verb.i
    ]
    return below[0] if below else None


def _done(clause: Clause, verb: Token, named: str | None) -> list[str] | None:
    subject = clause.subject
    if subject is None or (subject.lower_ in PERSONAL and not (named and subject.lower_ in REPLACED)):
        return None
    name = named if named and subject.lower_ in REPLACED else lower_first(phrase(subject))
    return ["did", name, verb.lemma_.lower(), spell(follows(Clause(verb, None)))]


def who_did(quote: str) -> list[str]:
    """The questions for the doer: «Mayor Brandt ordered the evacuation» gives "Who ordered the evacuation?"."""
    asked: list[str | None] = []
    for clause in clauses(parsed(quote)):
        subject, verb = clause.subject, clause.verb
        if subject is None or verb.lemma_.lower() in SAYING:
            continue
        if clause.passive:
            agents = [c for c in verb.children if c.dep_ == "agent"]
            done = PAST.get(verb.lower_, verb.lower_)
            if subject.lower_ not in PERSONAL:
                asked.append(finish(["who", done, lower_first(phrase(subject)), spell(follows(clause, agents))]))
            continue
        after = follows(clause)
        names = clause.copula and any(c.dep_ in {"attr", "acomp"} for c in verb.children)
        if after and not vague(after) and not names and subject.lower_ not in {"it", "there"}:
            asked.append(finish(["who", *verbs(clause, singular=True), spell(after)]))
    return [a for a in asked if a]


def why(quote: str, named: str | None = None) -> str | None:
    """The question for the cause: «The dam broke because …» gives "Why did the dam break?"."""
    doc = parsed(quote)
    for clause in clauses(doc):
        if clause.verb.lemma_ in CAUSING and clause.subject is not None:
            effect = (
                clause.subject if clause.passive else next((c for c in clause.verb.children if c.dep_ == "dobj"), None)
            )
            if effect is not None and effect.lower_ not in PERSONAL:
                return finish(["what", past_of(clause.verb), lower_first(phrase(effect))])
        if clause.verb.lemma_ in {"blame", "attribute", "ascribe", "put"} or clause.verb.lemma_ in SAYING:
            continue
        reasons = [c for c in clause.verb.children if _is_reason(c)]
        if reasons and (inverted := inversion_of(clause, reasons, named)) and (inverted[-1] or not clause.copula):
            return finish(["why", *inverted])
    return None


def _is_reason(child: Token) -> bool:
    if child.dep_ == "advcl":
        return any(g.lower_ in {"because", "since", "after", "as"} and g.dep_ == "mark" for g in child.children)
    return child.dep_ == "prep" and (
        child.lower_ in {"over", "because", "through"} or child.text.lower() in {"due", "owing", "thanks"}
    )
