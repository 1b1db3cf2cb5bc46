# ruff: noqa: SIM905 - lists of words read better as text
"""Closed lists of words for making questions: pronouns, verbs of saying, forms of verbs, what no question ends with."""

from __future__ import annotations

PERSONAL = frozenset(
    """
    i we he she it they you this that these those there one all some none nobody both each nothing everyone who
    which what neither another others him them
    """.split()
)
REPLACED = frozenset("i he she we".split())
FIRST_PERSON = frozenset("i me my us our we you your mine ours".split())
LEADS = frozenset(
    """
    about around some nearly almost over under least most than more fewer less only just at up roughly approximately
    the a an these those its his her their our another further total of exactly whopping estimated
    """.split()
)
SAYING = frozenset(
    """
    say tell claim add insist state note report think believe know suggest argue maintain explain concede reckon
    hope feel
    """.split()
)
NOT_DOING = frozenset("fail refuse decline neglect omit avoid refrain stop forget".split())
HARM = frozenset("kill injure wound arrest detain destroy displace evacuate".split())
CAUSING = frozenset("cause trigger spark provoke prompt".split())
MONEY = frozenset("$ £ €".split())
CURRENCY = frozenset(
    """
    euro dollar pound crown mark peso franc rouble ruble yen yuan krona krone lira tal rupee
    """.split()
)
SHARE = frozenset("percent % cent".split())
DANGLING = frozenset(
    """
    and or of the a an to in on at by with from for that is was were be had has have did as than put
    """.split()
)
PAST = {
    "written": "wrote",
    "taken": "took",
    "given": "gave",
    "done": "did",
    "drawn": "drew",
    "chosen": "chose",
    "shown": "showed",
    "begun": "began",
    "broken": "broke",
    "spoken": "spoke",
    "stolen": "stole",
    "driven": "drove",
    "thrown": "threw",
    "seen": "saw",
    "known": "knew",
    "torn": "tore",
    "sung": "sang",
    "rung": "rang",
    "withdrawn": "withdrew",
    "overthrown": "overthrew",
    "forbidden": "forbade",
    "hidden": "hid",
    "shaken": "shook",
}
