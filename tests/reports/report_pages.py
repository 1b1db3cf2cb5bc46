"""Saved pages of two outlets on one accident, which disagree three times; and one of them as its outlet edited it."""

from __future__ import annotations

from pathlib import Path

ACCOUNTS = {
    "one": (
        "Harbour Post",
        "Twelve people were hurt when the bridge at Eastbank fell into the Lune on Tuesday evening.",
        "Four workers were killed in the collapse, the police said.",
        "The bridge was inspected in March, the council said.",
    ),
    "two": (
        "Valley Times",
        "At least 31 people were hurt when the bridge at Eastbank fell into the Lune on Tuesday evening.",
        "Seven workers were killed in the collapse, the police said.",
        "The bridge was not inspected in March, the engineers' union said.",
    ),
}
"""Each account's outlet, and what it says of the hurt, of the dead and of the inspection."""

REST = {
    "one": "Divers searched the river until nightfall. A ferry is to carry schoolchildren across from Thursday, and "
    "the market on the eastern side has been called off for the rest of the month.",
    "two": "Cranes arrived from the docks before midnight to lift the first of the girders out of the water. Shops on "
    "the quay stayed shut, and the hospital asked people to keep the road from the north free.",
}
"""What each account tells besides, so that neither is taken for a copy of the other."""


def write_pages(folder: Path, edited: tuple[str, str] | None = None) -> Path:
    """The pages as files; `edited`: words that the second outlet has replaced since, and what by."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (outlet, *said) in ACCOUNTS.items():
        body = "".join(f"<p>{sentence}</p>" for sentence in (*said, REST[name]))
        if edited and name == "two":
            assert edited[0] in body
            body = body.replace(*edited)
        (folder / f"{name}.html").write_text(
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Bridge at Eastbank falls</title>"
            f"<meta property='og:site_name' content='{outlet}'><meta property='og:type' content='article'>"
            f"<meta property='og:url' content='https://{name}.example/bridge'>"
            "<meta property='article:published_time' content='2025-05-06T21:00:00+00:00'></head><body><article>"
            f"<h1>Bridge at Eastbank falls</h1>{body}</article></body></html>",
            "utf-8",
        )
    return folder
