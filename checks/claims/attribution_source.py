"""The noun phrase that speaks: the subject of a cue verb, however far the sentence has carried it away."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

_SUBJECTS = frozenset({"nsubj", "csubj"})
_CUTS = frozenset({"relcl", "acl", "advcl", "punct", "cc", "conj", "ccomp", "parataxis", "dep"})
_PRONOUN_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


def noun_phrase(head: Token) -> Span:
    """The phrase of this noun: its modifiers and apposition, without relative clauses and loose ends."""
    doc: Doc = head.doc
    start = head.left_edge.i
    for child in head.lefts:
        if (
            child.dep_ in ("punct", "cc", "advcl", "ccomp", "parataxis", "mark", "prep", "npadvmod", "dep", "advmod")
            and child.i < head.i
        ):
            start = (
                max(start, child.right_edge.i + 1)
                if child.dep_ in ("ccomp", "advcl", "parataxis", "dep", "punct", "prep")
                else start
            )
    end = head.i + 1
    for child in head.rights:
        if child.dep_ in ("relcl", "advcl", "ccomp", "parataxis", "dep"):
            break
        if child.dep_ == "acl" and child.i > end + 1:
            break
        if child.dep_ in ("punct",):
            continue
        if child.dep_ == "cc" or (child.dep_ == "conj" and child.pos_ not in ("NOUN", "PROPN", "PRON")):
            if child.dep_ == "conj":
                break
            continue
        end = max(end, _edge(child))
    start = min(start, head.i)
    while start < head.i and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ in ("cc",)):
        start += 1
    while end > head.i + 1 and ((doc[end - 1].is_punct and doc[end - 1].text not in ')”"') or doc[end - 1].is_space):
        end -= 1
    return doc[start:end]


def _edge(child: Token) -> int:
    """The end of a modifier's subtree, cut before a relative or other clause that hangs on it."""
    for token in child.subtree:
        if token.i > child.i and token.dep_ in ("relcl", "ccomp", "parataxis", "advcl"):
            stop: int = token.left_edge.i
            return stop
    edge: int = child.right_edge.i + 1
    return edge


def subject(verb: Token) -> Token | None:
    """The token that does what the verb says; None where the sentence leaves it out or passes it over."""
    seen = 0
    token = verb
    while seen < 6:
        own = own_subject(token)
        if own is not None and _is_reduced(own, token):
            return agent(token)
        own = own or _after_as(token)
        if own is not None:
            return _antecedent(own, token)
        if _passive(token) or _is_participle(token):
            return agent(token)  # was called, or "a plan called dead by her": whoever called it so
        above = _above(token)
        if above is None:
            return None
        if isinstance(above, tuple):
            return above[0]
        token = above
        seen += 1
    return None


def _is_reduced(noun: Token, verb: Token) -> bool:
    """Whether a participle set off by a comma was taken for a verb: «The first, referred to as “near”, includes …»."""
    if verb.tag_ != "VBD" or verb.dep_ not in ("ccomp", "parataxis") or verb.head.i < verb.i:
        return False
    follows = verb.doc[verb.i - 1].text == "," and noun.i == verb.i - 2
    return follows and not any(child.dep_ in ("dobj", "ccomp", "xcomp") for child in verb.children)


def _after_as(verb: Token) -> Token | None:
    """The subject that the parser hung on "as": «As a source close to the port told this paper, …»."""
    if verb.dep_ != "advcl":
        return None
    for child in verb.lefts:
        if child.dep_ == "prep" and child.lower_ == "as" and child.right_edge.i == verb.i - 1:
            return next((goal for goal in child.rights if goal.dep_ == "pobj"), None)
    return None


def own_subject(verb: Token) -> Token | None:
    """The verb's own subject, before or after it."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS and not _is_dateline(child):
            return child
    return None


def _is_dateline(noun: Token) -> bool:
    """Whether the place only dates the article: «Port Elm — Since …»."""
    last = noun.right_edge.i
    dashed = any(token.text in ("—", "–", "--") for token in noun.doc[last : last + 2])
    placed = noun.pos_ == "PROPN" and noun.ent_type_ in ("GPE", "LOC", "")
    return dashed and placed and bool(noun.left_edge.is_sent_start)


def _passive(verb: Token) -> bool:
    return any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)


def _is_participle(verb: Token) -> bool:
    """Whether a bare past participle tells what was done to somebody: "accused of fraud", "asked about it"."""
    bare = verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl")
    quoting = verb.doc[verb.i + 1 : verb.i + 2].text in ("“", '"', "‘", "'")  # whoever quotes it does so himself
    return bare and not quoting and not any(child.dep_ in ("aux", "dobj") for child in verb.children)


def agent(verb: Token) -> Token | None:
    """The agent of a passive: "was announced by the ministry"."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in ("by", "from") and child.i > verb.i):
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    return None


def passive_subject(verb: Token) -> Token | None:
    """The subject of a passive: who was told, quoted, accused."""
    for child in verb.children:
        if child.dep_ == "nsubjpass":
            return _antecedent(child, verb)
    return None


def _antecedent(noun: Token, verb: Token) -> Token | None:
    if noun.lower_ in _PRONOUN_RELATIVE and verb.dep_ == "relcl":
        head: Token = verb.head
        return head
    return noun


def _above(verb: Token) -> Token | tuple[Token] | None:  # noqa: PLR0911  (a table of cases, one return each)
    """The governing verb whose subject this one shares, or (noun,) when a noun governs: "leaflets saying"."""
    head = verb.head
    if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "parataxis", "dep", "pcomp"):
        if verb.dep_ in ("ccomp", "parataxis", "dep") and verb.tag_ not in ("VBG", "VBN", "VB"):
            return None
        while head.pos_ in ("ADP", "SCONJ", "ADJ", "ADV") and head.dep_ != "ROOT":
            head = head.head
        if head == verb:
            return None
        if head.pos_ in ("VERB", "AUX"):
            if verb.dep_ in ("pcomp", "xcomp") and _passive(head):
                patient = passive_subject(head)
                return (patient,) if patient is not None else None
            if (
                verb.dep_ == "xcomp"
                and _object(head) is not None
                and head.lemma_ not in ("promise", "vow", "use", "hold", "take")
            ):
                return (_object(head),)  # type: ignore[return-value]
            return head
        return (head,) if head.pos_ in ("NOUN", "PROPN", "PRON") else None
    if verb.dep_ == "acl":
        governor = head.head
        if head.dep_ == "dobj" and governor.pos_ == "VERB" and verb.tag_ == "VBG":
            from checks.claims.speech import lexicon

            if head.lemma_.lower() in lexicon().papers:
                return governor
        return (head,) if verb.tag_ == "VBG" or head.dep_ != "ROOT" else None
    return None


def _object(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in ("dobj", "dative") and child.pos_ in ("NOUN", "PROPN", "PRON"):
            return child
    return None
