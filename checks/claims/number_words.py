"""The words that numbers are written with, and the value of a number said in words: «two hundred and fifty»."""

from __future__ import annotations

import re
from math import isfinite

ONES = {w: i for i, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)}
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SMALL = {**ONES, **TEENS, **TENS}
SCALES: dict[str, float] = {
    "hundred": 1e2, "dozen": 12, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "hundredth": 100,
}  # fmt: skip
PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10, "hundredth": 100, "hundredths": 100,
}  # fmt: skip
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
# What a loose plural can stand for; generous above, so that "thousands" and "30,000" do not exclude each other.
LOOSE: dict[str, tuple[float, float]] = {
    "dozens": (24, 199), "scores": (40, 199), "tens": (20, 99), "hundreds": (200, 1999), "thousands": (2e3, 99_999),
    "millions": (2e6, 99e6), "billions": (2e9, 99e9), "trillions": (2e12, 99e12), "several": (3, 9), "a few": (2, 7),
    "a handful": (2, 9), "a couple": (2, 3),
}  # fmt: skip
WORD = re.compile(r"[a-z]+", re.IGNORECASE)


def words_value(text: str) -> tuple[float, int, float]:
    """Value of the longest well-formed number at the start of `text`, the characters it takes, and its last scale."""
    total, group, last, end, joined, scaled = 0.0, None, float("inf"), 0, False, 1.0
    for token in WORD.finditer(text):
        word = token.group().lower()
        if word in ("a", "an"):
            group = 1.0
            continue
        if word == "and":
            if not (scaled > 1 or (group and group % 100 == 0)):
                break
            joined = True
            continue
        value = SMALL.get(word)
        if value is not None:
            scaled = 1.0 if total == 0 else scaled
            if group is None:
                group = float(value)
            elif group % 100 == 0 or (value < 10 and group % 100 >= 20 and group % 10 == 0 and not joined):
                group += value
            else:
                break
        elif word == "hundred":
            if group is None or not 1 <= group < 100:
                break
            group, scaled = group * 100, 100.0
        else:
            scale = SCALES.get(word, 0.0)
            if group is None or not 0 < scale < last:
                break
            total, group, last, scaled = total + group * scale, None, scale, scale
        joined, end = False, token.end()
    return total + (group or 0), end, scaled


def step_of(value: float) -> float:
    """The place value of the last non-zero figure of `value`: 100 for 1,200, 0.5 for 2.5, 1 for 24 (1 for nought)."""
    if value == 0 or not isfinite(value):
        return 1.0
    digits = f"{abs(value):.6f}".rstrip("0")
    whole, _, decimals = digits.partition(".")
    if decimals:
        return float(10.0 ** -len(decimals))
    return float(10 ** (len(whole) - len(whole.rstrip("0"))))


def plain_number(text: str) -> float:
    """The value of digits with separators: "1,140", "1 140", "1.140.000", "2.5"."""
    bare = re.sub(r"[\s,\u00a0\u202f\u2009]", "", text)
    return float(bare.replace(".", "") if bare.count(".") > 1 else bare)
