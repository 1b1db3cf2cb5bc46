"""Who a speaker is within the article: pronouns, roles, surnames and short names led back to the fullest name.

One pass through the text keeps every person and body mentioned so far; a pronoun goes to the best recent mention that
agrees in gender and number, preferring subjects and speakers; a role ("the minister") to whoever was given it.
"""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Doc, Span, Token

from checks.claims.attribution_names import Kind, Name, author_of, is_body_noun, is_person_noun, names, words
from checks.claims.attribution_source import noun_phrase
from checks.claims.speaker_roles import Entity, Mention, modifiers, noun_gender, plain, represented, role_of
from checks.claims.speech import lexicon

_HE = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_PLURAL = frozenset({"they", "them", "their"})
_THING = frozenset({"it", "its"})
_DEFINITE = frozenset({"the", "this", "that", "his", "her", "their", "its", "our"})
_GENERIC = frozenset({"former", "new", "old", "young", "same", "other", "chief", "senior", "late", "then"})
_SUBJECT = frozenset({"nsubj", "nsubjpass"})


class People:
    """The persons and bodies of one article, as far as its text names them."""

    def __init__(self, doc: Doc, speaking: Collection[int] = (), inside: tuple[int, ...] = ()) -> None:
        self._doc = doc
        self._speaking = frozenset(speaking)
        self._inside = inside or (-1,) * len(doc)
        self._mentions: list[Mention] = []
        self._of: dict[int, Entity] = {}
        self._entities: list[Entity] = []
        self._by_word: dict[str, list[Entity]] = {}  # first and last word of a name
        self._by_role: dict[str, list[Entity]] = {}  # in order of mention
        self._names = {name.end - 1: name for name in names(doc)}
        self._inner = {at for name in self._names.values() for at in range(name.start, name.end - 1)}
        self._introduce()
        self._named_with_role: dict[str, list[Entity]] = {}
        for entity in self._entities:
            for role in entity.roles:
                self._named_with_role.setdefault(role, []).append(entity)
        self._walk()

    def resolve(self, source: Span) -> str | None:
        """The fullest name or description the article gives for this phrase; None for the author's own "I"."""
        entity = self.entity(source)
        return entity.name if entity is not None else plain(source.text)

    def entity(self, source: Span) -> Entity | None:
        """The entity of a phrase, by its head or by a name in apposition; of a document, that of its author."""
        head = source.root
        if head.pos_ == "NOUN" and head.lemma_.lower() in lexicon().papers and (author := author_of(head)) is not None:
            return self.entity(noun_phrase(author))
        if head.i in self._of:
            return self._of[head.i]
        for token in reversed(source):
            if (
                token.i in self._names
                and token.i in self._of
                and (token.dep_ == "appos" or (token.head.i == head.i and token.dep_ == "compound"))
            ):
                return self._of[token.i]
        return None

    def speaks_for(self, source: Span) -> str | None:
        """The body for which the speaker of this phrase speaks, as far as the article tells."""
        entity = self.entity(source)
        return entity.speaks_for if entity is not None else None

    def _introduce(self) -> None:
        """Full names first, wherever they stand, so that an early surname finds its later full name."""
        for name in self._names.values():
            if name.end - name.start >= 2 and self._inside[name.start] < 0:
                self._named(name)
        for name in self._names.values():
            self._named(name)

    def _named(self, name: Name) -> Entity:
        tokens = [token.text for token in self._doc[name.start : name.end]]
        text = plain(self._doc[name.start : name.end].text)
        entity = self._match(tokens, name)
        if entity is None:
            entity = Entity(text, name.kind, True, name.gender, number=len(self._entities))
            self._entities.append(entity)
            parts = text.split()
            for word in {tokens[0], tokens[-1], *parts[:1], *parts[-1:]}:
                self._by_word.setdefault(word, []).append(entity)
        speaks = name.end - name.start >= 2 and (name.end - 1 in self._speaking or self._follows_person(name))
        if entity.kind == "?" and (name.kind == "person" or speaks):
            entity.kind = "person"
        if entity.gender == "?":
            entity.gender = name.gender
        for title in name.titles:
            if words().titles.get(title) == "?" or title in words().persons:
                entity.roles.setdefault(title, set()).update(name.titles)
        self._of[name.end - 1] = entity
        self._apposed(name, entity)
        return entity

    def _follows_person(self, name: Name) -> bool:
        """Whether a person's noun stands right before the name: "team lead Ann Archer"."""
        return name.start > 0 and is_person_noun(self._doc[name.start - 1])

    def _match(self, tokens: list[str], name: Name) -> Entity | None:
        clashes = {"m": "f", "f": "m"}
        best = None
        for entity in self._sharing(tokens):
            parts = entity.name.split()
            same = parts == tokens
            shorter = len(tokens) < len(parts) and (
                parts[-len(tokens) :] == tokens or (tokens == parts[:1] and entity.kind != "body")
            )
            if entity.kind == "body" and not same:
                shorter = len(tokens) == 1 and len(tokens[0]) > 3 and parts[0] == tokens[0] and name.kind != "person"
            if same or (shorter and entity.gender != clashes.get(name.gender, "-")):
                if same:
                    return entity
                best = best or entity
        return best

    def _sharing(self, tokens: list[str]) -> list[Entity]:
        """The named entities that begin or end with the first or the last of these words, the earliest first."""
        found = {id(e): e for word in {tokens[0], tokens[-1]} for e in self._by_word.get(word, ())}
        return sorted(found.values(), key=lambda entity: entity.number)

    def _apposed(self, name: Name, entity: Entity) -> None:
        """Roles by apposition, before or after the name, and by "X is the mayor"."""
        head = self._doc[name.end - 1]
        nouns = [
            child
            for token in self._doc[name.start : name.end]
            for child in token.children
            if child.dep_ in ("appos", "compound", "nmod") and child.pos_ in ("NOUN", "PROPN")
        ]
        if head.dep_ == "appos":
            nouns.append(head.head)
            if head.head.dep_ == "pobj" and name.kind != "body":  # a spokesman for the union, Ana Ruiz
                nouns.append(head.head.head.head)
        if head.dep_ == "nsubj" and head.head.lemma_ == "be":
            nouns.extend(child for child in head.head.children if child.dep_ == "attr")
        nouns.extend(self._by_commas(name))
        for noun in (noun for noun in nouns if noun.tag_ != "NNS"):  # «the north, experts say»
            if (is_person_noun(noun) and noun.i not in self._names) or (
                noun.lower_ in words().titles and noun.i not in range(name.start, name.end)
            ):
                entity.roles.setdefault(role_of(noun), set()).update(modifiers(noun))
                entity.kind = "person"
                entity.speaks_for = entity.speaks_for or represented(noun)
                self._of.setdefault(noun.i, entity)
                if entity.gender == "?":
                    entity.gender = noun_gender(noun)

    def _by_commas(self, name: Name) -> list[Token]:
        """Ann Archer, the deputy head of the port, …: a person's noun right after the comma, if the parse lost it."""
        doc = self._doc
        if name.end + 1 >= len(doc) or doc[name.end].text not in (",", "("):
            return []
        for token in doc[name.end + 1 : min(name.end + 7, len(doc))]:
            if token.pos_ in ("VERB", "AUX", "PUNCT", "PRON", "ADP", "SCONJ"):
                return []
            if (
                token.i + 1 < len(doc)
                and is_person_noun(token)
                and token.pos_ == "NOUN"
                and doc[token.i + 1].pos_ not in ("NOUN", "PROPN")
            ):
                return [token]
        return []

    def _walk(self) -> None:
        paragraph = 0
        for number, sentence in enumerate(self._doc.sents):
            for token in sentence:
                if token.is_space and "\n" in token.text:
                    paragraph += 1
                elif token.i not in self._inner:
                    entity = self._entity_at(token, number, paragraph)
                    if entity is not None:
                        self._of[token.i] = entity
                        self._mentions.append(Mention(token.i, entity, number, paragraph, self._weight(token)))
                        for role in entity.roles:
                            self._by_role.setdefault(role, []).append(entity)

    def _entity_at(self, token: Token, sentence: int, paragraph: int) -> Entity | None:
        if token.i in self._of:
            return self._of[token.i]
        if token.lower_ in _HE or token.lower_ in _PLURAL or token.lower_ in _THING:
            return self._pronoun(token, sentence, paragraph)
        if (
            token.pos_ in ("NOUN", "PROPN")
            and token.dep_ not in ("compound", "appos", "attr")
            and (is_person_noun(token) or is_body_noun(token))
        ):
            return self._role(token)
        return None

    def _weight(self, token: Token) -> float:
        if self._inside[token.i] >= 0:
            return -6.0
        speaking = 1.0 if token.i in self._speaking else 0.0
        if token.dep_ in _SUBJECT or speaking:
            return 2.0 + speaking + (0.5 if token.head.dep_ == "ROOT" else 0.0)
        return speaking + {"pobj": -0.5, "poss": 0.0, "dobj": 0.0, "appos": 1.0}.get(token.dep_, 0.0)

    def _pronoun(self, token: Token, sentence: int, paragraph: int) -> Entity | None:
        """The best recent mention that agrees; None where the text has nobody to offer."""
        gender = _HE.get(token.lower_)
        best, best_score = None, -9.0
        barred = self._of.get(token.head.head.i) if token.dep_ == "poss" and token.head.dep_ == "appos" else None
        for mention in reversed(self._mentions[-120:]):
            entity = mention.entity
            if entity is barred:  # Ann Archer, her lawyer
                continue
            if not _agrees(entity, gender, token.lower_) or (
                (self._inside[token.i] >= 0) != (self._inside[mention.at] >= 0) and self._inside[token.i] >= 0
            ):
                continue
            away = sentence - mention.sentence
            score = (
                mention.weight
                - 0.9 * away
                - 0.4 * (paragraph - mention.paragraph)
                + (0.7 if entity.gender == gender else 0.0)
            )
            score -= 4.0 if entity.kind == "?" and gender is not None else 0.0
            score += (0.5 if entity.named else 0.0) + (0.5 if entity.kind == "person" else 0.0)
            if score > best_score:
                best, best_score = entity, score
        if best is not None and gender is not None and best.gender == "?" and token.lower_ in ("he", "she"):
            best.gender = "m" if gender == "m" else "f"
        return best

    def _role(self, noun: Token) -> Entity | None:
        """“The minister”: whoever has that role; else an unnamed person known by this description."""
        role = role_of(noun)
        own = {child.lower_ for child in noun.children if child.dep_ in ("det", "poss")}
        mods = modifiers(noun)
        plural = noun.tag_ in ("NNS", "NNPS") or any(
            c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN") for c in noun.rights
        )
        if own & _DEFINITE and not plural:
            shared = mods - _GENERIC - {role}
            for entity in reversed(self._by_role.get(role, ())):
                if shared & entity.roles[role] and self._fits(entity, role, mods):
                    return self._fuller(entity, noun)  # «the Elmish president» is the one called Elmish before
            for entity in reversed(self._by_role.get(role, ())):
                if self._fits(entity, role, mods):
                    return self._fuller(entity, noun)
            for entity in self._named_with_role.get(role, ()):
                if self._fits(entity, role, mods):
                    return entity
        kind: Kind = "person" if is_person_noun(noun) else "body"
        entity = Entity(plain(noun_phrase(noun).text), kind, False, noun_gender(noun), plural, {role: mods})
        entity.speaks_for = represented(noun)
        self._entities.append(entity)
        return entity

    def _fits(self, entity: Entity, role: str, mods: set[str]) -> bool:
        if entity.plural or role not in entity.roles:
            return False
        theirs = entity.roles[role] - _GENERIC - {role}
        mine = mods - _GENERIC
        return not mine or not theirs or bool(mine & theirs)

    def _fuller(self, entity: Entity, noun: Token) -> Entity:
        text = plain(noun_phrase(noun).text)
        if not entity.named and len(text) > len(entity.name) and len(text) < 80:
            entity.name = text
        return entity


def _agrees(entity: Entity, gender: str | None, pronoun: str) -> bool:
    if pronoun in _PLURAL:
        return entity.plural or entity.kind == "body"
    if pronoun in _THING:
        return entity.kind == "body" and not entity.plural
    if entity.plural or entity.kind == "body":
        return False
    return entity.gender in (gender, "?") and (entity.kind == "person" or entity.named)
