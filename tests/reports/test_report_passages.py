"""Passages: context, what differs, and which address may become a link."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.reports.differences import differing
from checks.reports.links import address, link, text_fragment, without_folders
from checks.reports.passages import REACH_CHARS, context_after, context_before

TEXT = (
    "Short one. The harbour had been closed since the morning by the wind. The ship sailed at nine. It came back early."
)


def test_context_is_a_sentence_on_each_side() -> None:
    start = TEXT.index("The ship")
    end = start + len("The ship sailed at nine.")
    assert context_before(TEXT, start) == ("The harbour had been closed since the morning by the wind. ", False)
    assert context_after(TEXT, end) == (" It came back early.", False)


def test_a_wrapped_line_ends_no_sentence() -> None:
    text = "The harbour office, which was\nclosed until the morning,\nHedda Moe says, had no list. The ship sailed."
    assert context_before(text, text.index("The ship")) == (text[: text.index("The ship")], False)


def test_context_without_an_end_of_sentence_is_cut_at_a_word() -> None:
    text = "word " * 200
    before, before_cut = context_before(text, 500)
    after, after_cut = context_after(text, 500)
    assert before_cut and after_cut
    assert before.startswith("word") and not after.endswith("wor")
    assert max(len(before), len(after)) <= REACH_CHARS


@settings(deadline=None)
@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_context_is_always_the_text_at_its_place(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    before, _ = context_before(text, start)
    after, _ = context_after(text, end)
    assert text[start - len(before) : start] == before
    assert text[end : end + len(after)] == after


@pytest.mark.parametrize(
    ("kind", "a", "b", "only_a", "only_b"),
    [
        ("number", "Nine people were hurt", "14 people were hurt", ["Nine"], ["14"]),
        ("number", "4,000 marched", "4000 marched", [], []),
        ("number", "twelve boats sank", "12 boats sank", [], []),
        ("number", "9 did not leave on Monday", "14 left on Friday", ["9"], ["14"]),
        ("negation", "He did not sign the letter", "He signed the letter", ["not"], []),
        ("negation", "She didn’t sign", "She did not sign", [], []),
        ("date", "It opens on Monday", "It opens on Friday", ["Monday"], ["Friday"]),
        ("date", "It opens on Sept 5", "It opens on September 7", ["5"], ["7"]),
        ("assessment", "The mayor welcomed the plan", "The mayor condemned the plan", ["welcomed"], ["condemned"]),
        ("assessment", "The deal strengthens the region", "A dead letter, he called it", [], []),
    ],
)
def test_what_differs(kind: str, a: str, b: str, only_a: list[str], only_b: list[str]) -> None:
    spans_a, spans_b = differing(kind, a, b)
    assert [a[start:end] for start, end in spans_a] == only_a
    assert [b[start:end] for start, end in spans_b] == only_b


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///srv/inbox/a.txt",
        "//courier.example/a",
        "/a",
        "https://",
        "https://courier.example@evil.example/",
        "https://courier.example\\@evil.example/",
        "https://courier.example/a b",
        "http://[broken/",
        "\x00https://courier.example/",
        "",
    ],
)
def test_what_is_no_safe_web_address_is_no_link(url: str) -> None:
    assert link(url) is None


def test_a_link_leads_to_the_quote() -> None:
    assert link("https://a.example/x", "It was, in all, well-known.") == (
        "https://a.example/x#:~:text=It%20was%2C%20in%20all%2C%20well%2Dknown"
    )
    assert link("https://a.example/x#part", "Yes it was") == "https://a.example/x#part:~:text=Yes%20it%20was"
    assert link("https://a.example/x#:~:text=old") == "https://a.example/x"
    assert link("https://a.example/x", "…") == "https://a.example/x"


def test_a_long_quote_is_found_by_its_edges() -> None:
    long = "one two three four five " + "middle " * 40 + "six seven eight nine ten."
    expected = ":~:text=one%20two%20three%20four%20five,six%20seven%20eight%20nine%20ten"
    assert text_fragment(long) == expected
    assert text_fragment("x" * 100_000) == ""


def test_a_file_is_shown_by_its_name() -> None:
    assert address("file:///srv/inbox/herald%20ferry.txt") == "herald ferry.txt"
    assert address("https://a.example/x") == "https://a.example/x"
    message = "cannot read /srv/inbox/herald ferry.txt: not text"
    assert without_folders(message, "file:///srv/inbox/herald%20ferry.txt") == "cannot read herald ferry.txt: not text"
