"""The remembering attribute ruler: what spaCy's own says, whatever was seen before."""

from __future__ import annotations

import pytest
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from checks.claims.nlp import nlp
from checks.claims.tag_rules import Remembering, remember

TEXTS = (
    "There is a bridge, and there's the river that's gonna rise; it ain't over, let's go.",
    "Y'all come on: c'm on, we gotta leave. They'd said that they would, but nobody did.",
    "The mayor said that 19 people, whose names were not given, had died on Monday.\n\nShe didn't say more.",
    "there are   three\tof them, and there were five",
    "let",
    "gon",
    "",
)


def before_the_ruler(text: str) -> Doc:
    doc = nlp().make_doc(text)
    for name, part in nlp().pipeline:
        if name == "attribute_ruler":
            break
        doc = part(doc)
    return doc


def test_it_says_what_spacy_says_of_texts_new_and_known() -> None:
    ruler = nlp().get_pipe("attribute_ruler")
    assert isinstance(ruler.match, Remembering)
    docs = [before_the_ruler(text) for text in (*TEXTS, *TEXTS[::-1])]
    assert [ruler.match(doc) for doc in docs] == [AttributeRuler.match(ruler, doc) for doc in docs]
    assert any(end - start == 2 for doc in docs for *_, start, end in ruler.match(doc))


@pytest.mark.parametrize(
    "pattern", [[{"SHAPE": "dd"}], [{"LOWER": "a"}, {"LOWER": "b"}, {"LOWER": "c"}], [{"LOWER": "a"}, {"TAG": "NN"}]]
)
def test_a_ruler_that_asks_for_more_is_left_alone(pattern: list[dict[str, str]]) -> None:
    ruler = AttributeRuler(nlp().vocab)
    ruler.add([pattern], {"LEMMA": "x"})
    remember(ruler)
    assert not isinstance(ruler.match, Remembering)
