"""When: each expression with the interval it must be resolved to, against Sunday, 15 March 2026; traps included."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.claims.dates import Moment, moments

PUBLISHED = date(2026, 3, 15)  # a Sunday


def only(text: str, published: date | None = PUBLISHED) -> Moment:
    found = moments(text, published)
    assert len(found) == 1, found
    return found[0]


def dates_of(found: Moment) -> tuple[str, str] | None:
    if found.date_from is None or found.date_to is None:
        return None
    return found.date_from.isoformat(), found.date_to.isoformat()


DAYS = [
    # text, first day, last day, precision, relation
    ("It began on 6 May 2019.", "2019-05-06", "2019-05-06", "day", "on"),
    ("It began on May 6, 2019.", "2019-05-06", "2019-05-06", "day", "on"),
    ("It began on the 6th of May 2019.", "2019-05-06", "2019-05-06", "day", "on"),
    ("It began on the sixth of May, 2019.", "2019-05-06", "2019-05-06", "day", "on"),
    ("It began on 2019-05-06.", "2019-05-06", "2019-05-06", "day", "on"),
    ("It began on 06.05.2019.", "2019-05-06", "2019-05-06", "day", "on"),
    ("It began on 12/25/2021.", "2021-12-25", "2021-12-25", "day", "on"),
    ("It began on Sept. 3, 2021.", "2021-09-03", "2021-09-03", "day", "on"),
    ("LISBON, MARCH 8 - It began.", "2026-03-08", "2026-03-08", "day", "on"),
    ("It began on March 8.", "2026-03-08", "2026-03-08", "day", "on"),
    ("It began on 8 March.", "2026-03-08", "2026-03-08", "day", "on"),
    ("It began on January 7.", "2026-01-07", "2026-01-07", "day", "on"),
    ("It began on 20 December.", "2025-12-20", "2025-12-20", "day", "on"),
    ("The hearing will be held on 20 September.", "2026-09-20", "2026-09-20", "day", "on"),
    ("It began on Thursday, 12 March.", "2026-03-12", "2026-03-12", "day", "on"),
    ("It began on Tuesday, 11 November.", "2025-11-11", "2025-11-11", "day", "on"),
    ("It began on the 14th.", "2026-03-14", "2026-03-14", "day", "on"),
    ("It began on the 20th, he said.", "2026-02-20", "2026-02-20", "day", "on"),
    ("It began on Saturday.", "2026-03-14", "2026-03-14", "day", "on"),
    ("It began on Sunday.", "2026-03-15", "2026-03-15", "day", "on"),
    ("He was seized this Saturday.", "2026-03-14", "2026-03-14", "day", "on"),
    ("It began last Sunday.", "2026-03-08", "2026-03-08", "day", "on"),
    ("It begins next Friday.", "2026-03-20", "2026-03-20", "day", "on"),
    ("It began on Friday last week.", "2026-03-06", "2026-03-06", "day", "on"),
    ("The court will rule on Monday.", "2026-03-16", "2026-03-16", "day", "on"),
    ("On Monday the court is to rule.", "2026-03-16", "2026-03-16", "day", "on"),
    ("She would resign, she said on Monday.", "2026-03-09", "2026-03-09", "day", "on"),
    ("A vigil is planned for Thursday.", "2026-03-19", "2026-03-19", "day", "on"),
    ("By Friday they had found it.", "2026-03-13", "2026-03-13", "day", "by"),
    ("They must reply by Friday.", "2026-03-20", "2026-03-20", "day", "by"),
    ("It has rained since Friday.", "2026-03-13", "2026-03-13", "day", "since"),
    ("As of Friday it was closed.", "2026-03-13", "2026-03-13", "day", "as_of"),
    ("It is closed today.", "2026-03-15", "2026-03-15", "day", "on"),
    ("It closed yesterday.", "2026-03-14", "2026-03-14", "day", "on"),
    ("It closes tomorrow.", "2026-03-16", "2026-03-16", "day", "on"),
    ("It closed three days ago.", "2026-03-12", "2026-03-12", "day", "on"),
    ("It lasted from 5 to 7 March.", "2026-03-05", "2026-03-07", "day", "between"),
    ("It lasted from Monday to Wednesday.", "2026-03-09", "2026-03-11", "day", "between"),
    ("It rained on March 6-8, 2024.", "2024-03-06", "2024-03-08", "day", "between"),
    ("It closed last week.", "2026-03-02", "2026-03-08", "week", "on"),
    ("It closed two weeks ago.", "2026-02-26", "2026-03-04", "week", "on"),
    ("It closed at the weekend.", "2026-03-14", "2026-03-15", "day", "on"),
    ("It opens next month.", "2026-04-01", "2026-04-30", "month", "on"),
    ("It closed in May.", "2025-05-01", "2025-05-31", "month", "on"),
    ("It closed in November.", "2025-11-01", "2025-11-30", "month", "on"),
    ("They are to be moved; the mills fell silent in November.", "2025-11-01", "2025-11-30", "month", "on"),
    ("The vote will be held in May.", "2026-05-01", "2026-05-31", "month", "on"),
    ("He told Ann B. Lee in July, and would again.", "2025-07-01", "2025-07-31", "month", "on"),
    ("It closed in March 2021.", "2021-03-01", "2021-03-31", "month", "on"),
    ("It closed in early September.", "2025-09-01", "2025-09-10", "month", "on"),
    ("It closed in mid-June 2024.", "2024-06-11", "2024-06-20", "month", "on"),
    ("It closed at the end of January.", "2026-01-21", "2026-01-31", "month", "on"),
    ("It closed in the first week of November 2024.", "2024-11-01", "2024-11-07", "month", "on"),
    ("It lost the March election.", "2026-03-01", "2026-03-31", "month", "on"),
    ("It closed in the first quarter of 2025.", "2025-01-01", "2025-03-31", "quarter", "on"),
    ("It closed in Q3 2025.", "2025-07-01", "2025-09-30", "quarter", "on"),
    ("It closed in the second half of last year.", "2025-07-01", "2025-12-31", "quarter", "on"),
    ("It closed last summer.", "2025-06-01", "2025-08-31", "season", "on"),
    ("It closed in the fall.", "2025-09-01", "2025-11-30", "season", "on"),
    ("It closed in the winter of 2023.", "2023-12-01", "2024-02-29", "season", "on"),
    ("It closed in 2014.", "2014-01-01", "2014-12-31", "year", "on"),
    ("It closed in 1812.", "1812-01-01", "1812-12-31", "year", "on"),
    ("It closed in late 2024.", "2024-09-01", "2024-12-31", "year", "on"),
    ("It closed at the end of 2023.", "2023-10-01", "2023-12-31", "year", "on"),
    ("It ends by the end of the year.", "2026-10-01", "2026-12-31", "year", "by"),
    ("It closed last year.", "2025-01-01", "2025-12-31", "year", "on"),
    ("It closed five years ago.", "2020-09-13", "2021-09-14", "year", "on"),
    ("It closed almost five years ago.", "2021-03-15", "2021-09-14", "year", "on"),
    ("It closed more than five years ago.", "2020-03-15", "2021-03-15", "year", "on"),
    ("It closed half a century ago.", "1975-09-14", "1976-09-14", "century", "on"),
    ("It grew between 1996 and 2011.", "1996-01-01", "2011-12-31", "year", "between"),
    ("It grew in 2014-15.", "2014-01-01", "2015-12-31", "year", "between"),
    ("It grew over the past three years.", "2023-03-15", "2026-03-15", "year", "between"),
    ("It has grown since the early 1980s.", "1980-01-01", "1983-12-31", "decade", "since"),
    ("It grew in the 1990s.", "1990-01-01", "1999-12-31", "decade", "on"),
    ("It grew in the 19th century.", "1800-01-01", "1899-12-31", "century", "on"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision", "relation"), DAYS)
def test_a_day_or_period_is_resolved(text: str, first: str, last: str, precision: str, relation: str) -> None:
    found = only(text)
    assert dates_of(found) == (first, last)
    assert (found.precision, found.relation, found.anchored) == (precision, relation, True)


TIMES = [
    # text, day, first minute, last minute, precision, relation
    ("It sank at 05:25.", None, 325, 325, "minute", "on"),
    ("It sank at 3:20 a.m. on Thursday.", "2026-03-12", 200, 200, "minute", "on"),
    ("It sank at 21:37 on 12 March.", "2026-03-12", 1297, 1297, "minute", "on"),
    ("It sank at 1.15pm.", None, 795, 795, "minute", "on"),
    ("It sank at 2100 GMT.", None, 1260, 1260, "minute", "on"),
    ("It sank shortly after 7 p.m. on Thursday.", "2026-03-12", 1140, 1170, "hour", "on"),
    ("It sank around 6pm.", None, 1060, 1100, "hour", "on"),
    ("It sank before 6pm.", None, 1080, 1080, "hour", "before"),
    ("It sank at noon on Thursday.", "2026-03-12", 720, 720, "hour", "on"),
    ("It was open until midnight.", None, 1440, 1440, "hour", "until"),
    ("It sank at four minutes past eleven.", None, 664, 664, "minute", "on"),
    ("It sank at half past nine.", None, 570, 570, "minute", "on"),
    ("It sank at half past nine in the evening.", None, 1290, 1290, "minute", "on"),
    ("It sank at eleven at night.", None, 1380, 1380, "hour", "on"),
    ("It sank at three in the morning on 9 March.", "2026-03-09", 180, 180, "hour", "on"),
    ("It was open between 8 and 9 p.m.", None, 1200, 1260, "hour", "between"),
    ("It was open from 9 a.m. to 5 p.m.", None, 540, 1020, "hour", "between"),
    ("It sank on Saturday night.", "2026-03-14", 1080, 1740, "part_of_day", "on"),
    ("It sank on the night of 9 March.", "2026-03-09", 1080, 1740, "part_of_day", "on"),
    ("It sank on the morning of 9 March.", "2026-03-09", 300, 719, "part_of_day", "on"),
    ("It sank last night.", "2026-03-14", 1080, 1740, "part_of_day", "on"),
    ("It sank this morning.", "2026-03-15", 300, 719, "part_of_day", "on"),
    ("It sank late on Saturday.", "2026-03-14", 1140, 1740, "part_of_day", "on"),
    ("By dawn it was gone.", None, 240, 450, "part_of_day", "by"),
]


@pytest.mark.parametrize("row", TIMES, ids=[row[0] for row in TIMES])
def test_a_time_of_day_is_read(row: tuple[str, str | None, int, int, str, str]) -> None:
    text, day, *expected = row
    found = only(text)
    assert dates_of(found) == ((day, day) if day else None)
    assert [found.time_from, found.time_to, found.precision, found.relation] == expected


@pytest.mark.parametrize(
    "text",
    [
        "You may go, May said, and Theresa May went.",
        "They march on Washington; the Long March began.",
        "March into the hall and may the best win.",
        "A second chance for the second man, in a second.",
        "The Sun and the Sunday Times ran it; the sun rose.",
        "It happened on Black Friday.",
        "He is open on Mondays.",
        "Prices fall and springs break; the fall of the wall.",
        "He scored 3-1 with 2,025 points and 2000 people.",
        "She is in her sixties and paid in twenties.",
        "The vote was seven to five, adopted by eight to six.",
        "It was the last night of the fair.",
        "It was a Monday like any, as on a Friday.",
        "Radio Today and USA TODAY hope for a brighter tomorrow.",
        "Version 10.15.2 of the file.",
    ],
)
def test_words_that_only_look_like_times_are_none(text: str) -> None:
    assert moments(text, PUBLISHED) == ()


@pytest.mark.parametrize("text", ["It fell three days earlier.", "It fell the next day.", "It fell that night."])
def test_what_leans_on_the_story_has_no_dates(text: str) -> None:
    found = only(text)
    assert not found.anchored
    assert dates_of(found) is None


@pytest.mark.parametrize("text", ["It fell on Friday.", "It fell last year.", "It fell on 8 March.", "It fell in May."])
def test_without_a_day_of_publication_the_relative_is_not_resolved(text: str) -> None:
    found = only(text, None)
    assert not found.anchored
    assert found.relative


def test_a_full_date_needs_no_day_of_publication() -> None:
    assert dates_of(only("It fell on 8 March 2021.", None)) == ("2021-03-08", "2021-03-08")


def test_an_hour_without_its_half_of_the_day_says_so() -> None:
    assert only("It fell at half past nine.").half_day_open
    assert not only("It fell at eleven at night.").half_day_open


_WORDS = (
    "4 14th 31 29 February May March 8 2021 2025-03-08 08.03.2025 Friday last next this ago years days "
    "two a the of from to between and - – , . at p.m. 05:40 half past nine midnight early mid late 1990s "
    "century first quarter winter by until since tonight morning night week the end of"
)
_PIECES = st.sampled_from(_WORDS.split())


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=12).map(" ".join), st.lists(_PIECES).map("".join)),
    st.one_of(st.none(), st.dates()),
)
def test_any_text_is_read_in_order_with_true_offsets(text: str, published: date | None) -> None:
    end = 0
    for found in moments(text, published):
        assert text[found.start : found.end] == found.text
        assert found.start >= end
        assert found.anchored == (found.date_from is not None)
        if found.date_from and found.date_to:
            assert found.date_from <= found.date_to
        end = found.end
