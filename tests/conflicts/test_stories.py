"""Stories and shards: what is compared with what in a home of many events, and what is not looked at twice."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pytest

from checks.claims.reading import Reading
from checks.conflicts import embedded, find
from checks.conflicts.shards import Given, Shard, compare_pile, find_all, packed, piles, shards, unpacked
from checks.conflicts.stories import Key, Link, Profile, links, profiles, stories
from warehouse.records import Article, Claim

PLACES = (
    "eastbank", "marrowby", "tolvik", "quenlow", "harstead", "ulverdale",
    "pellgate", "orinmere", "wexlund", "dunnford", "ketterby", "ysgard",
)  # fmt: skip


def article(event: int, number: int) -> Article:
    name = f"art_{event:02d}{number}"
    return Article(
        name, 1, f"https://{number}.example/{event}", f"Outlet {number}", None, None, None, None, "en", "text",
        "hash", "ok", None, "cap",
    )  # fmt: skip


def claim(of: Article, event: int, number: int, dead: int) -> Claim:
    place, speaker = PLACES[event], f"mayor{event}"
    reading = Reading(
        words=("bridge", "fall", "river", f"{place}", f"pier{event}", f"span{event}", f"ferry{event}"),
        names=(place, speaker, f"lune{event}"),
    )
    quote = f"{dead} people died at {place}"
    return Claim(
        f"cl_{of.article_id}_{number}", of.article_id, 1, of.url, of.outlet, quote, 0, len(quote), None, None, "author",
        None, True, "affirmed", "asserted", None, None, None, reading.to_json(),
    )  # fmt: skip


def home(events: int) -> tuple[list[Article], list[Claim]]:
    """Four articles about each of so many events."""
    articles = [article(event, number) for event in range(events) for number in range(4)]
    return articles, [claim(a, at // 4, 0, 10 + at % 4) for at, a in enumerate(articles)]


class Kept:
    """A memory in memory."""

    def __init__(self) -> None:
        self._profiles: dict[Key, Profile] = {}
        self._links: list[Link] = []
        self._found: dict[str, str] = {}

    def profiles(self) -> dict[Key, Profile]:
        return dict(self._profiles)

    def add_profiles(self, made: Mapping[Key, Profile]) -> None:
        self._profiles |= made

    def links(self) -> list[Link]:
        return list(self._links)

    def add_links(self, found: Sequence[Link]) -> None:
        self._links += found

    def recall(self, keys: Sequence[str]) -> dict[str, str]:
        return {key: self._found[key] for key in keys if key in self._found}

    def keep(self, made: Mapping[str, str]) -> None:
        self._found |= made


def looked_at(articles: list[Article], claims: list[Claim], memory: Kept, code: str = "1") -> tuple[int, int]:
    given = shards(articles, claims, (), code, memory)
    _, anew = find_all(given, memory, lambda work: (compare_pile(pile) for pile in work))
    return len(given), anew


def test_each_event_is_a_story_whatever_the_order() -> None:
    _, claims = home(12)
    known = profiles(claims)
    found = list(links(known, set(known)))
    grouped = stories(known, found)
    assert sorted(map(len, grouped)) == [4] * 12
    assert all(len({key[0][:6] for key in group}) == 1 for group in grouped)
    random.Random(1).shuffle(found)
    assert stories(sorted(known, reverse=True), found) == grouped


def test_links_found_bit_by_bit_are_those_found_at_once() -> None:
    _, claims = home(9)
    known = profiles(claims)
    first = {key: known[key] for key in sorted(known)[:20]}
    bit_by_bit = [*links(first, set(first)), *links(known, set(known) - set(first))]
    assert sorted(bit_by_bit) == sorted(links(known, set(known)))


def test_a_small_home_is_one_story_compared_as_a_whole() -> None:
    articles, claims = home(3)
    (shard,) = shards(articles, claims, (), "1", Kept())
    assert compare_pile([shard]) == [find(articles, claims, (), embedded())]
    assert compare_pile([shard], lambda: None) == [find(articles, claims, ())]


def test_only_the_story_that_a_new_article_joins_is_looked_at() -> None:
    articles, claims = home(12)
    memory = Kept()
    assert looked_at(articles[:-1], claims[:-1], memory) == (12, 12)
    assert looked_at(articles, claims, memory) == (12, 1)
    assert looked_at(articles, claims, memory) == (12, 0)


def test_what_is_remembered_is_what_would_be_found_at_once() -> None:
    articles, claims = home(12)
    memory = Kept()
    looked_at(articles[:-6], claims[:-6], memory)

    def findings(kept: Kept) -> object:
        found = find_all(shards(articles, claims, (), "1", kept), kept, lambda work: map(compare_pile, work))[0]
        return replace(found, opinions={})

    assert findings(memory) == findings(Kept())


class Stored:
    """Claims that have to be fetched, and a list of what was."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.fetched: list[Key] = []
        self._given = Given(claims)

    def digests(self) -> Mapping[Key, str]:
        return self._given.digests()

    def claims(self, keys: Collection[Key]) -> Mapping[Key, Sequence[Claim]]:
        self.fetched += keys
        return self._given.claims(keys)


def test_claims_that_have_to_be_fetched_are_fetched_for_what_is_new_alone() -> None:
    articles, claims = home(12)

    def findings(told: Stored, kept: Kept) -> object:
        given = shards(articles, told, (), "1", kept)
        found = find_all(given, kept, lambda work: map(compare_pile, work), told)[0]
        return replace(found, opinions={})

    memory = Kept()
    looked_at(articles[:-1], claims[:-1], memory)
    stored = Stored(claims)
    at_hand = find_all(shards(articles, claims, (), "1", Kept()), Kept(), lambda work: map(compare_pile, work))[0]
    assert findings(stored, memory) == replace(at_hand, opinions={})
    assert set(stored.fetched) == {(a.article_id, 1) for a in articles[-4:]}
    stored.fetched.clear()
    assert findings(stored, memory) == replace(at_hand, opinions={})
    assert not stored.fetched
    few = Stored(claims[:8])
    (shard,) = shards(articles[:8], few, (), "1", Kept())
    assert compare_pile([replace(shard, claims=tuple(claims[:8]))]) == [find(articles[:8], claims[:8], (), embedded())]
    assert not few.fetched


@pytest.mark.parametrize("changed", ["code", "claim", "outlet"])
def test_what_changed_is_looked_at_again(changed: str) -> None:
    articles, claims = home(12)
    memory = Kept()
    looked_at(articles, claims, memory)
    if changed == "code":
        assert looked_at(articles, claims, memory, code="2") == (12, 12)
    elif changed == "claim":
        assert looked_at(articles, [replace(claims[0], polarity="denied"), *claims[1:]], memory) == (12, 1)
    else:
        assert looked_at([replace(articles[0], outlet="Another"), *articles[1:]], claims, memory) == (12, 1)


def test_a_new_capture_of_the_same_text_changes_nothing() -> None:
    articles, claims = home(12)
    memory = Kept()
    looked_at(articles, claims, memory)
    assert looked_at([replace(a, capture_id="cap_2") for a in articles], claims, memory) == (12, 0)


def test_findings_survive_as_json() -> None:
    articles, claims = home(2)
    found = find(articles, claims, ())
    assert unpacked(packed(found)) == found
    assert json.loads(packed(found))


def test_piles_keep_the_order_and_hold_every_shard() -> None:
    articles, _ = home(12)
    given = [Shard(f"st_{n}", tuple(articles[n : n + 1 + n % 9]), (), ()) for n in range(30)]
    made = piles(given)
    assert [shard for pile in made for shard in pile] == given
    assert len(made) < len(given)


def test_a_story_that_the_model_looks_at_is_more_work_than_one_for_the_rules() -> None:
    articles, claims = home(2)
    deep = Shard("st_1", tuple(articles[:4]), tuple(claims[:4]), ())
    assert deep.weight > 4 * deep.light.weight == 4 * len(articles[:4])
    assert replace(deep, claims=(), telling=(("art_000", 1),)).weight == deep.weight
    silent = replace(deep, claims=())
    assert silent.weight == silent.light.weight
