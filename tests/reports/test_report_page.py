"""The page: the gold file, nothing from outside, hostile text, contrast, and the limits of what is shown."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path

import pytest
import report_sample as s
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.reports import ReportInput, build, render_html, to_json
from checks.reports.html import HEAD_CHARS, TAIL_CHARS, visible

GOLD = Path(__file__).parent / "gold"
REGENERATE = "RASHOMON_REGENERATE_GOLD"
"""Set this variable to write the gold files anew, and read the difference before committing it."""

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202egpj.exe\x00 {{ 7*7 }} </style></title>&amp;'
OUTSIDE = (
    "https://courier.example/",
    "https://post.example/",
    "https://gazette.example/ferry",
    "https://down.example/feed",
)
TEMPLATES = files("checks.reports").joinpath("templates")


def page(**other: object) -> BeautifulSoup:
    return BeautifulSoup(render_html(build(s.sample(**other))), "lxml")


def hostile() -> BeautifulSoup:
    return BeautifulSoup(render_html(build(hostile_input())), "lxml")


def hostile_input() -> ReportInput:
    text = f"Before. {HOSTILE} After it comes another sentence of some length, to be sure."
    evil = s.article(HOSTILE, text, "javascript:alert(3)//https://x.example", None, title=HOSTILE, author=HOSTILE)
    said = s.claim(evil, HOSTILE, HOSTILE, "direct")
    held = s.position("number", evil, "contradicts", HOSTILE, said)
    one = s.conflict("number", s.nine, said, HOSTILE, rule=HOSTILE)
    wall = replace(s.walled, outlet=HOSTILE, title=HOSTILE, url="data:text/html," + HOSTILE, reason=HOSTILE)
    return s.sample(
        articles=(s.courier, evil, wall),
        claims={**s.CLAIMS, said.claim_id: said},
        conflicts=(one,),
        discrepancies=(s.discrepancy("number", HOSTILE, 0.8), s.discrepancy("cause", "?", 0.1)),
        positions=(held, replace(held, question_id="sq_x", question=HOSTILE)),
        verdicts=(replace(s.verdict(s.injured, "confirmed", HOSTILE, 9, HOSTILE), passage_key="other"),),
        quality=(s.quality(False, name=HOSTILE),),
        errors=(replace(s.unreachable(), requested_url="javascript:alert(4)", error=HOSTILE),),
    )


def scrubbed(html: str) -> str:
    """The page without style and script, which have their own tests, and without their hashes."""
    html = re.sub(r"(?s)(<style>|<script>).*?(</style>|</script>)", r"\1\2", html)
    return re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", html)


@pytest.mark.parametrize("name", ["discrepancies.html", "discrepancies.json"])
def test_gold(name: str) -> None:
    data = build(s.sample())
    found = scrubbed(render_html(data)) if name.endswith("html") else to_json(data)
    gold = GOLD / name
    if os.environ.get(REGENERATE):
        gold.parent.mkdir(exist_ok=True)
        gold.write_text(found, "utf-8")
    assert found == gold.read_text("utf-8"), f"{gold.name} differs; if that is meant, run with {REGENERATE}=1"


def test_the_policy_allows_only_this_style_and_script() -> None:
    soup = page()
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (element,) = soup.find_all(tag)
        digest = base64.b64encode(hashlib.sha256(element.string.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("soup", [page(), hostile()], ids=["plain", "hostile"])
def test_nothing_comes_from_outside_and_nothing_runs(soup: BeautifulSoup) -> None:
    assert len(soup.find_all("script")) == len(soup.find_all("style")) == len(soup.find_all("title")) == 1
    assert not soup.find_all(["img", "link", "iframe", "object", "embed", "base", "video", "audio", "image", "use"])
    for element in soup.find_all(True):
        assert not {"src", "style", "srcset", "action", "background"} & set(element.attrs), element
        assert not [name for name in element.attrs if name.startswith("on")], element
        if "href" in element.attrs:
            assert element.name == "a"
            assert element["href"].startswith(("#", "../../raw/", *OUTSIDE)), element


def test_hostile_text_stays_text() -> None:
    soup = hostile()
    (card,) = soup.select("article.finding")
    shown = visible(HOSTILE)
    assert "⟨U+202E⟩" in shown and "⟨U+0000⟩" in shown
    assert card.h3.get_text() == card.select_one(".why bdi").get_text() == shown
    assert [mark.get_text() for mark in card.select("mark")][1] == shown
    assert "\u202e" not in soup.get_text()
    assert "49" not in card.h3.get_text()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec=None), min_size=1, max_size=60).filter(str.strip))
def test_any_text_stays_text(text: str) -> None:
    question = s.discrepancy("number", text, 0.8)
    html = render_html(build(s.sample(discrepancies=(question,), conflicts=(s.injured,), positions=())))
    html.encode("utf-8")
    soup = BeautifulSoup(html, "html.parser")
    assert len(soup.find_all("script")) == 1
    shown = soup.select_one("article.finding h3").get_text()
    assert " ".join(shown.split()) == " ".join(visible(text).replace("\r", "\n").split())


def test_each_finding_has_its_parts() -> None:
    soup = page()
    cards = soup.select("article.finding")
    assert [card["id"] for card in cards] == [f"d={key}" for key in ids_in_order()]
    for card in cards:
        assert len(card.select(":scope > .pair > figure")) == 2
        assert card.select_one("h3 a")["href"] == "#" + card["id"]
        assert card.select_one(".why").get_text(strip=True)
        assert "rashomon sql" in card.select_one(".check").get_text()
    bridge = cards[0]
    assert [mark.get_text() for mark in bridge.select(":scope > .pair mark")] == [s.off_bridge.quote, s.on_bridge.quote]
    assert [each.get_text() for each in bridge.select(":scope > .pair mark .differs")] == ["not"]
    assert len(bridge.select("details.others > section")) == 1
    assert bridge.select_one("figure a")["href"].startswith(
        "https://courier.example/ferry-grounds#:~:text=The%20captain"
    )
    assert "Inga Rask, quoted directly" in bridge.select_one("figcaption").get_text()
    assert cards[3].select_one("figcaption").get_text().startswith("— the outlet itself")


def ids_in_order() -> list[str]:
    return [finding["discrepancy_id"] for finding in build(s.sample())["discrepancies"]]


def test_a_file_is_named_and_not_linked() -> None:
    soup = page()
    captions = [caption for caption in soup.select("figcaption") if "herald ferry.txt" in caption.get_text()]
    assert captions
    links = [link["href"] for caption in captions for link in caption.find_all("a")]
    assert all(link.startswith("../../raw/") for link in links)
    assert "file:" not in soup.get_text()


def test_ids_are_unique_and_every_inner_link_has_its_target() -> None:
    soup = page()
    ids = Counter(element["id"] for element in soup.find_all(id=True))
    assert ids.most_common(1)[0][1] == 1
    inner = {a["href"][1:] for a in soup.select('a[href^="#"]')}
    assert inner <= set(ids)
    labelled = {name for element in soup.select("[aria-labelledby]") for name in element["aria-labelledby"].split()}
    assert labelled <= set(ids)


def test_headings_fall_by_one_and_fields_have_labels() -> None:
    soup = page()
    levels = [int(heading.name[1]) for heading in soup.select("h1, h2, h3, h4")]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert all(field.find_parent("label") for field in soup.select("#filters input, #filters select"))
    assert all(table.caption for table in soup.select("table"))
    assert all(cell.get("scope") for cell in soup.select("th"))
    assert soup.html["lang"] == "en"


def test_states_are_told_in_words_and_signs() -> None:
    cells = page().select("table.grid td")
    words = {cell.select_one(".word").get_text() for cell in cells}
    assert words == {"states", "contradicts", "silent", "could not read", "no record"}
    signs = {cell.select_one(".sign").get_text() for cell in cells}
    assert len(signs) == len(words)


def gone() -> dict[str, object]:
    """A row of `conflicts` that the last run had."""
    sides = {f"{name}_{side}": f"{name} {side}" for name in ("outlet", "speaker", "quote") for side in "ab"}
    told = {"conflict_id": "cf_gone", "discrepancy_id": "d_gone", "kind": "number", "why": "2 against 3"}
    return {**told, **sides, "verdict": None, "both_legible": True}


def test_what_is_new_and_what_is_resolved_stand_before_what_was_seen_before() -> None:
    soup = page(resolved=(gone(),), verdicts=(s.verdict(s.rescue, "not_a_conflict", "Ada", 9),))
    parts = [each.get("aria-labelledby") or each.get("id") for each in soup.select("#findings > section, #resolved")]
    assert parts == ["g-fresh", "resolved", "g-known", "g-settled"]
    assert "2 against 3" in soup.select_one("#resolved").get_text()
    headings = [heading["id"] for heading in soup.select("main h2")]
    assert headings.index("disc") < headings.index("glance") < headings.index("coverage")
    links = {link["href"] for link in soup.select("nav.parts a")}
    assert {"#findings", "#resolved", "#glance", "#unread", "#coverage"} <= links


def test_a_failed_gate_stands_first_and_says_what_failed() -> None:
    soup = page(quality=(s.quality(False),))
    first = soup.main.find(True)
    assert first["class"] == ["gate"] and first["role"] == "alert"
    assert "every quote is at its offsets" in first.get_text()
    assert not page().select(".gate")


def test_a_very_long_quote_is_cut_on_the_page_and_whole_in_the_data() -> None:
    text = "Start. " + "a lot of words " * 7000
    long = s.article("Harbour Post", text, "https://post.example/long", None)
    said = s.claim(long, text[7:].strip())
    data = build(
        s.sample(
            articles=(s.courier, long),
            claims={**s.CLAIMS, said.claim_id: said},
            conflicts=(s.conflict("number", s.nine, said, "long"),),
        )
    )
    assert len(data["discrepancies"][0]["conflicts"][0]["passages"][1]["quote"]) > 100_000
    html = render_html(data)
    assert len(html) < 80_000
    mark = BeautifulSoup(html, "lxml").select("article.finding mark")[1]
    assert "more characters …]" in mark.get_text()
    assert len(mark.get_text()) < HEAD_CHARS + TAIL_CHARS + 50


def test_many_pairs_and_questions_are_cut_with_a_word() -> None:
    many = [s.conflict("number", s.nine, s.fourteen, f"reason {n}", "d_0", conflict_id=f"cf_{n:05}") for n in range(30)]
    many += [
        s.conflict("number", s.nine, s.fourteen, "one", f"d_{n}", conflict_id=f"cf_one_{n}") for n in range(1, 230)
    ]
    questions = [s.discrepancy("number", f"Question {n}?", 0.5, discrepancy_id=f"d_{n}") for n in range(230)]
    soup = page(conflicts=many, discrepancies=questions, positions=[])
    cards = soup.select("article.finding")
    assert len(cards) == 230
    assert cards[0]["id"] == "d=d_0"
    assert len(cards[0].select("details.others > section")) == 9
    assert "20 further pairs" in cards[0].get_text()
    assert sum(len(table.select("tbody tr")) for table in soup.select("table.grid")) == 200
    assert "ends after 200 questions" in soup.get_text()


def _colours(scheme: str) -> dict[str, str]:
    css = TEMPLATES.joinpath("report.css").read_text("utf-8")
    start = css.index(":root") if scheme == "light" else css.index(":root", css.index("prefers-color-scheme: dark"))
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", css[start : css.index("}", start)]))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


PAIRS = [
    *product(("ink", "soft", "link", "alarm"), ("paper", "panel")),
    *(("mark-ink", "mark"), ("ink", "alarm-paper"), ("alarm", "alarm-paper")),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_contrast_is_at_least_the_wcag_aa_ratio(scheme: str) -> None:
    colours = _colours(scheme)
    for text, ground in PAIRS:
        light, dark = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (scheme, text, ground)


def test_an_article_without_its_capture_is_shown_as_such() -> None:
    lost = s.courier.capture_id
    kept = {found: capture for found, capture in s.sample().captures.items() if found != lost}
    told = f"its capture {lost} is lost"
    assert told in render_html(build(s.sample(captures=kept)))
    assert "is lost" not in render_html(build(s.sample()))
