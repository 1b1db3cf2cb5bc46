"""What became of the claims of an article from one version to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from warehouse_samples import CODE, article, at, capture, claim

from warehouse.home import Home
from warehouse.read import Reader
from warehouse.records import Claim
from warehouse.write import Writer

URL = "https://post.example/fire"


def store_version(home: Home, text: str, hour: float, *claims: tuple[str, dict[str, Any]]) -> str:
    """A version of the article with these claims (quote, changed fields); gives its capture's id."""
    seen = capture(home, URL, text.encode(), f"run_{hour}", at(hour))
    with Writer(home, at(hour)) as writer:
        writer.add_captures([seen])
        (stored,) = writer.add_articles([article(seen, text)])
        made: list[Claim] = [replace(claim(stored, quote), **fields) for quote, fields in claims]
        writer.add_claims([(stored.article_id, stored.version)], CODE, made)
    return seen.capture_id


def changes(home: Home) -> list[dict[str, Any]]:
    with Reader(home.writer_file) as reader:
        return reader.rows("claim_changes")


@pytest.mark.parametrize(
    ("before", "after", "fields", "change"),
    [
        ("Nine people died in the fire", "Fourteen people died in the fire at the mill", {}, "number changed"),
        ("9 people died in the fire", "14 people died in the fire", {}, "number changed"),
        ("Two people died in the fire", "Four people died in the fire", {}, "number changed"),
        ("The mayor started the fire", "The mayor allegedly started the fire", {}, "softened"),
        ("The mayor started the fire", "The mayor started the big fire", {"certainty": "hedged"}, "softened"),
        ("The mayor started the fire", "The mayor started the big fire", {"held_by_outlet": False}, "softened"),
        ("The mayor started the fire", "The mayor of the town started the fire", {}, "reworded"),
    ],
)
def test_a_claim_is_followed_by_its_words(
    home: Home, before: str, after: str, fields: dict[str, Any], change: str
) -> None:
    one = store_version(home, f"{before}. It rained.", 0, (before, {}), ("It rained", {}))
    two = store_version(home, f"It rained. {after}.", 1, (after, fields), ("It rained", {}))
    (row,) = changes(home)
    assert (row["change"], row["quote_before"], row["quote_after"]) == (change, before, after)
    assert row["says"] == f"«{before}» in version 1 ({one}), «{after}» in version 2 ({two})"


def test_what_was_added_and_what_is_gone(home: Home) -> None:
    one = store_version(
        home, "The mill burned. The mayor resigned.", 0, ("The mill burned", {}), ("The mayor resigned", {})
    )
    two = store_version(
        home, "The mill burned. Trains run again.", 1, ("The mill burned", {}), ("Trains run again", {})
    )
    told = {row["change"]: row["says"] for row in changes(home)}
    assert told == {
        "gone": f"present in version 1 ({one}), not in version 2 ({two})",
        "added": f"not in version 1 ({one}), present in version 2 ({two})",
    }


def test_a_version_that_nobody_analysed_says_nothing_of_its_claims(home: Home) -> None:
    store_version(home, "The mill burned.", 0, ("The mill burned", {}))
    seen = capture(home, URL, b"Trains run again.", "run_1", at(1))
    with Writer(home, at(1)) as writer:
        writer.add_captures([seen])
        writer.add_articles([article(seen, "Trains run again.")])
    assert changes(home) == []


def test_the_same_text_again_is_no_version_and_no_change(home: Home) -> None:
    store_version(home, "The mill burned.", 0, ("The mill burned", {}))
    store_version(home, "The mill burned.", 1, ("The mill burned", {}))
    assert changes(home) == []
    with Reader(home.writer_file) as reader:
        assert [row["version"] for row in reader.rows("articles")] == [1]


def test_origins_are_kept_and_a_new_finding_goes_before_an_old_one(home: Home) -> None:
    store_version(home, "The mill burned.", 0)
    with Reader(home.writer_file) as reader:
        (stored,) = reader.latest_articles()
    assert stored.origin_id is None
    key = (stored.article_id, stored.version)
    for origin, why in (("org_1", None), ("org_1", None), ("org_2", "a copy"), ("org_1", None)):
        with Writer(home, at(1)) as writer:
            writer.add_origins({key: (origin, why)})
        with Reader(home.writer_file) as reader:
            assert reader.latest_articles()[0].origin_id == origin
            assert reader.rows("articles")[0]["origin_why"] == why
