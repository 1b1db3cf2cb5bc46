"""How many of what: each expression with the interval, form, kind, unit and noun it must be read as, traps included."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.claims.quantities import Quantity, quantities


def only(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


COUNTS = [
    # text, low, high, form, noun
    ("Divers found 23 miners in the shaft.", 23, 23, "exact", "miner"),
    ("There were 1,140 applicants.", 1140, 1140, "exact", "applicant"),
    ("There were 1 140 applicants.", 1140, 1140, "exact", "applicant"),
    ("There were 1.140 applicants.", 1140, 1140, "exact", "applicant"),
    ("Some 2,300,000 voters registered.", 2_185_000, 2_415_000, "about", "voter"),
    ("A hundred and twenty homes burned.", 120, 120, "exact", "home"),
    ("Twenty-six lorries were stuck.", 26, 26, "exact", "lorry"),
    ("Three hundred and two pupils stayed.", 302, 302, "exact", "pupil"),
    ("Half a million people fled.", 500_000, 500_000, "exact", "people"),
    ("A quarter of a million people fled.", 250_000, 250_000, "exact", "people"),
    ("Three and a half million people fled.", 3_500_000, 3_500_000, "exact", "people"),
    ("It sold 3.4 million tickets.", 3_400_000, 3_400_000, "exact", "ticket"),
    ("It has 40k followers.", 40_000, 40_000, "exact", "follower"),
    ("The storm hit 3m households.", 3_000_000, 3_000_000, "exact", "household"),
    ("Two dozen guards resigned.", 21.6, 26.4, "about", "guard"),
    ("At least 17 sailors drowned.", 17, inf, "at_least", "sailor"),
    ("No fewer than twelve cars burned.", 12, inf, "at_least", "car"),
    ("It took thirty or more bullets.", 30, inf, "at_least", "bullet"),
    ("More than 40 shops closed.", 40, inf, "more_than", "shop"),
    ("Well over 300 cyclists came.", 300, inf, "more_than", "cyclist"),
    ("Up to 200 guests stayed.", 0, 200, "at_most", "guest"),
    ("No more than 15 seats are free.", 0, 15, "at_most", "seat"),
    ("Fewer than 50 ballots were spoiled.", 0, 50, "less_than", "ballot"),
    ("Nearly 300 dancers performed.", 270, 300, "less_than", "dancer"),
    ("Just over 1,000 emails leaked.", 1000, 1100, "more_than", "email"),
    ("A little under 500 tents were sent.", 450, 500, "less_than", "tent"),
    ("Barely 50 spectators stayed.", 45, 55, "about", "spectator"),
    ("About 200 farmers marched.", 160, 240, "about", "farmer"),
    ("About 240 farmers marched.", 228, 252, "about", "farmer"),
    ("An estimated 1,500 birds died.", 1425, 1575, "about", "bird"),
    ("Forty or so neighbours helped.", 35, 45, "about", "neighbour"),
    ("Between 130 and 170 tanks crossed.", 130, 170, "range", "tank"),
    ("Six to nine boats sank.", 6, 9, "range", "boat"),
    ("It lost 6–9 million subscribers.", 6e6, 9e6, "range", "subscriber"),
    ("Two or three bridges fell.", 2, 3, "range", "bridge"),
    ("Several officials resigned.", 3, 9, "range", "official"),
    ("Dozens of cars were towed.", 24, 199, "range", "car"),
    ("Tens of thousands of fans came.", 20_000, 99_000, "range", "fan"),
    ("No survivors were found.", 0, 0, "exact", "survivor"),
    ("Nobody was hurt.", 0, 0, "exact", "people"),
    ("None of the hostages returned.", 0, 0, "exact", "hostage"),
    ("Not one of the alarms rang.", 0, 0, "exact", "alarm"),
    ("Not a single vote was missing.", 0, 0, "exact", "vote"),
    ("One police officer was hurt.", 1, 1, "exact", "officer"),
    ("Twelve dead were counted.", 12, 12, "exact", "dead"),
    ("Of those aboard 16 were nurses.", 16, 16, "exact", "nurse"),
    ("Two inflatable rafts and a tug left.", 2, 2, "exact", "raft"),
    ("The board has 9 Swedish directors.", 9, 9, "exact", "director"),
]


@pytest.mark.parametrize(("text", "low", "high", "form", "noun"), COUNTS)
def test_a_count_is_read_with_its_bound_and_noun(text: str, low: float, high: float, form: str, noun: str) -> None:
    found = only(text)
    assert (found.low, found.high, found.form, found.noun, found.kind) == (low, high, form, noun, "count")
    assert found.base_unit is None


MEASURES = [
    # text, kind, unit, low, high, base_low, base_unit
    ("It cost $40 million.", "money", "USD", 40e6, 40e6, 40e6, "USD"),
    ("It cost €3bn.", "money", "EUR", 3e9, 3e9, 3e9, "EUR"),
    ("It cost 14 million pounds.", "money", "GBP", 14e6, 14e6, 14e6, "GBP"),
    ("It cost 3.4 million crowns.", "money", "crown", 3.4e6, 3.4e6, 3.4e6, "crown"),
    ("It cost 20 Swiss francs.", "money", "CHF", 20, 20, 20, "CHF"),
    ("It cost $40–50m.", "money", "USD", 40e6, 50e6, 40e6, "USD"),
    ("It cost between £12m and £15m.", "money", "GBP", 12e6, 15e6, 12e6, "GBP"),
    ("It rose to 42 per cent.", "percent", "percent", 42, 42, 0.42, "share"),
    ("It rose to 3-5%.", "percent", "percent", 3, 5, 0.03, "share"),
    ("It rose by two percentage points.", "percent", "percentage_point", 2, 2, 2, "percentage_point"),
    ("A third of voters stayed away.", "fraction", None, 1 / 3, 1 / 3, 1 / 3, "share"),
    ("Two fifths of the crop is lost.", "fraction", None, 0.4, 0.4, 0.4, "share"),
    ("Three quarters of them agreed.", "fraction", None, 0.75, 0.75, 0.75, "share"),
    ("One in four drivers was drunk.", "fraction", None, 0.25, 0.25, 0.25, "share"),
    ("Nine out of ten shops closed.", "fraction", None, 0.9, 0.9, 0.9, "share"),
    ("Half the bridges are closed.", "fraction", None, 0.5, 0.5, 0.5, "share"),
    ("It took nine days.", "duration", "day", 9, 9, 9 * 86400, "second"),
    ("It took half an hour.", "duration", "hour", 0.5, 0.5, 1800, "second"),
    ("It took a quarter of an hour.", "duration", "hour", 0.25, 0.25, 900, "second"),
    ("It took two and a half hours.", "duration", "hour", 2.5, 2.5, 9000, "second"),
    ("It took three hours and five minutes.", "duration", "minute", 185, 185, 11100, "second"),
    ("It took a third of a second.", "duration", "second", 1 / 3, 1 / 3, 1 / 3, "second"),
    ("It lost hundreds of billions of dollars.", "money", "USD", 2e11, 999e9, 2e11, "USD"),
    ("Nine of ten voters agreed.", "fraction", None, 0.9, 0.9, 0.9, "share"),
    ("One parcel in ten was lost.", "fraction", None, 0.1, 0.1, 0.1, "share"),
    ("It is for people under 30.", "age", "year", 0, 30, 0, "year"),
    ("It is for those between the ages of 17 and 20.", "age", "year", 17, 20, 17, "year"),
    ("It took six full minutes.", "duration", "minute", 6, 6, 360, "second"),
    ("He faces 10 to 15 years in prison.", "duration", "year", 10, 15, 315_576_000, "second"),
    ("The 48-metre barge sank.", "measure", "metre", 48, 48, 48, "metre"),
    ("It lies 34 km off the coast.", "measure", "km", 34, 34, 34_000, "metre"),
    ("They seized two tonnes of tobacco.", "measure", "tonne", 2, 2, 2000, "kg"),
    ("A 500-pound bomb was found.", "measure", "lb", 500, 500, 226.796185, "kg"),
    ("Thieves copied 5 terabytes.", "measure", "terabyte", 5, 5, 5e12, "byte"),
    ("Thirty hectares burned.", "measure", "hectare", 30, 30, 300_000, "square_metre"),
    ("It drove at 40 km per hour.", "measure", "km", 40, 40, 11.11111111, "metre_per_second"),
    ("A magnitude 5.9 quake struck.", "measure", "magnitude", 5.9, 5.9, 5.9, "magnitude"),
    ("It was minus 5 degrees.", "temperature", "degree", -5, -5, -5, "degree"),
    ("It was 40C in the shade.", "temperature", "celsius", 40, 40, 40, "celsius"),
    ("It was 104 degrees Fahrenheit.", "temperature", "fahrenheit", 104, 104, 40, "celsius"),
    ("Anna Berg, 44, runs the shop.", "age", "year", 44, 44, 44, "year"),
    ("A 67-year-old man fell.", "age", "year", 67, 67, 67, "year"),
    ("She is 52 years old.", "age", "year", 52, 52, 52, "year"),
    ("A boy aged three fell.", "age", "year", 3, 3, 3, "year"),
    ("A pianist in her late 40s fell.", "age", "year", 47, 49, 47, "year"),
    ("The 18-month-old baby slept.", "age", "month", 18, 18, 1.5, "year"),
    ("It lost 3-1 at home.", "score", None, 3, 1, None, None),
    ("It was adopted by eight to three.", "score", None, 8, 3, None, None),
    ("It was a 5-4 ruling.", "score", None, 5, 4, None, None),
    ("It passed by 52 votes to 48.", "score", None, 52, 48, None, None),
    ("The bill passed with 31 votes for and 12 against.", "score", None, 31, 12, None, None),
    ("Thirty members voted in favour and 12 against.", "score", None, 30, 12, None, None),
    ("The bench was split six to three.", "score", None, 6, 3, None, None),
]


@pytest.mark.parametrize("row", MEASURES, ids=[row[0] for row in MEASURES])
def test_a_measure_is_read_in_its_unit_and_in_the_base_unit(
    row: tuple[str, str, str | None, float, float, float | None, str | None],
) -> None:
    text, kind, unit, low, high, base_low, base_unit = row
    found = only(text)
    assert (found.kind, found.unit, found.base_unit) == (kind, unit, base_unit)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.base_low == (None if base_low is None else pytest.approx(base_low))


@pytest.mark.parametrize(
    "text",
    [
        "It happened in 2025, not in 1998.",
        "It began on 6 May 2019 at 05:25.",
        "It began at 3:20 a.m. on March 9.",
        "Flight 447 took Route 66 to Room 12.",
        "See Annex 3, Article 5 and page 12 of the file.",
        "He lives at No. 10 and once lived at 10 Downing Street.",
        "The office is open 24/7, and has been since 9/11.",
        "The F-16 and the Mi-8 met near Covid-19 wards.",
        "Call +44 20 7946 0958 or 555-0134.",
        "Version 2.1.3 and file 447/2023 are lost.",
        "This one is the one that one can trust.",
        "One day, at one point, they met one another.",
        "He knows one thing: no means no.",
        "Apollo 13 landed.",
        "The Seven Oaks Pact was signed.",
        "It was found near pylon 12 by gate four.",
        "See https://example.org/a/2024/12 for more.",
        "He is in the second-year class, one-sided as it is.",
        "As one learns, no gas was used.",
        "He lives at 131 West 23rd Street and reads 778257943577919488.",
    ],
)
def test_numbers_that_name_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


def test_an_ordinal_is_no_count() -> None:
    found = only("This was the third attempt.")
    assert (found.ordinal, found.kind, found.low, found.noun) == (True, "ordinal", 3, "attempt")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One of the clerks left.", [(1, "clerk", True)]),
        ("Five of them left.", [(5, None, True)]),
        ("24 of the 31 clerks left.", [(24, "clerk", True), (31, "clerk", True)]),
        ("24 clerks left.", [(24, "clerk", False)]),
        ("One of the many reasons is the clerk's.", [(1, "reason", True)]),
        ("Two of the guild's four clerks left.", [(2, "clerk", True), (4, "clerk", False)]),
        ("The shares rose from 6 to 9 million.", [(6e6, None, False), (9e6, None, False)]),
    ],
)
def test_parts_and_pairs(text: str, expected: list[tuple[float, str | None, bool]]) -> None:
    assert [(q.low, q.noun, q.part_of) for q in quantities(text)] == expected


def test_a_rate_is_told_from_a_total() -> None:
    assert [q.per for q in quantities("It makes 9,000 shells a month, and made 9,000 shells.")] == ["month", None]


def test_the_last_written_figure_is_the_step() -> None:
    assert [q.step for q in quantities("1,140 men, 1.2 million men, 24 men, 300 men")] == [10, 100_000, 1, 100]


def test_over_a_time_is_during_it_and_about_people_is_a_topic() -> None:
    assert only("It fell over four days of hearings.").form == "exact"
    assert only("It lasted for over four days.").form == "more_than"
    assert only("They talked about three people.").form == "exact"


def test_a_following_number_belongs_to_the_month_or_to_the_noun() -> None:
    assert only("In May 24 workers died.").low == 24
    assert only("In 2014 300 people died.").low == 300


_WORDS = (
    "one two hundred thousand million dozen a half and of to from between 3 14 1,140 2.5 % $ € - – or so "
    "at least about the no none third quarter years days km 40s 6th 0 00 9999 aged . , ( ) several couple "
    "in ten people were killed"
)
_PIECES = st.sampled_from(_WORDS.split())


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=12).map(" ".join), st.lists(_PIECES).map("".join)))
def test_any_text_is_read_in_order_with_true_offsets(text: str) -> None:
    end = 0
    for found in quantities(text):
        assert text[found.start : found.end] == found.text
        assert found.start >= end
        assert found.low <= found.high or found.kind == "score"
        end = found.end
