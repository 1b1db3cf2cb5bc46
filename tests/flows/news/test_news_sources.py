"""Sources: arguments and sources.toml become targets, or an error that names the place and the remedy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flows.news.sources import SourceError, Target, read_sources


def test_files_folders_and_addresses(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "deep").mkdir(parents=True)
    for name in ("b.html", "a.txt", ".hidden", "deep/c.md"):
        (folder / name).write_text("x")
    single = tmp_path / "one.txt"
    single.write_text("x")
    targets = read_sources([str(single), str(folder), "https://news.example/a?b", single.as_uri()])
    assert [(t.source, Path(t.url).name if t.kind == "file" else t.url, t.kind) for t in targets] == [
        (tmp_path.name, "one.txt", "file"),
        ("saved", "a.txt", "file"),
        ("saved", "b.html", "file"),
        ("saved", "c.md", "file"),
        ("news.example", "https://news.example/a?b", "auto"),
    ]


def test_a_sources_file(tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "x.html").write_text("x")
    listing = tmp_path / "sources.toml"
    listing.write_text(
        '[[source]]\nname = "Harbour Post"\nfeeds = ["https://post.example/rss"]\npages = ["https://post.example/a"]\n'
        'folders = ["saved"]\n'
    )
    assert read_sources([str(listing)]) == (
        Target("Harbour Post", "https://post.example/rss", "feed"),
        Target("Harbour Post", "https://post.example/a", "page"),
        Target("Harbour Post", (tmp_path / "saved" / "x.html").resolve().as_uri(), "file"),
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[[source]\n", ["sources.toml", "line 1", "correct"]),
        ('[[source]]\nname = "A"\nfeed = ["https://a.example/"]\n', [":3", "feed", "unknown key", "feeds"]),
        ('[[source]]\nname = "A"\nfeeds = "https://a.example/"\n', [":3", "feeds", "list of strings"]),
        ('[[source]]\nname = "A"\npages = [7]\n', [":3", "pages", "list of strings"]),
        ('[[source]]\nname = 7\npages = ["https://a.example/"]\n', [":2", "name", "string"]),
        ('[[source]]\nname = "A"\n', [":2", "nothing to read"]),
        ('[[source]]\nname = "A"\npages = ["ftp://a.example/"]\n', [":3", "pages", "ftp"]),
        ('[[source]]\nname = "A"\npages = ["https://"]\n', [":3", "pages", "https://host/path"]),
        ('[[source]]\nname = "A"\nfolders = ["missing"]\n', [":3", "folders", "missing", "no such folder"]),
        ('[[source]]\nname = "A"\npages = ["gone.html"]\n', [":3", "pages", "no such file"]),
        ('\n[sources]\nname = "A"\n', [":2", "unknown key", "[[source]]"]),
        ('[source]\nname = "A"\n', ["[[source]]"]),
        ("", ["no [[source]] entry"]),
        ("source = []\n", ["no [[source]] entry"]),
        (
            '[[source]]\nname = "A"\npages = ["https://a.example/"]\n[[source]]\npages = ["https://b.example/"]\n',
            [":4", "name"],
        ),
    ],
)
def test_errors_name_file_line_key_and_remedy(tmp_path: Path, text: str, parts: list[str]) -> None:
    listing = tmp_path / "sources.toml"
    listing.write_text(text)
    with pytest.raises(SourceError) as caught:
        read_sources([str(listing)])
    message = str(caught.value)
    assert "\n" not in message
    assert "sources.toml" in message
    assert all(part in message for part in parts), message


@pytest.mark.parametrize(
    "argument", ["missing.html", "gopher://x", "https://", "http://[::1", "a\0b", "missing.toml", "empty"]
)
def test_arguments_that_cannot_be_read(tmp_path: Path, argument: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError) as caught:
        read_sources([argument])
    assert argument in str(caught.value).replace("\\x00", "\0")


SECRET = "hunter2"
WITH_A_SECRET = f"https://desk:{SECRET}@a.example/feed"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("s.toml", f'[[source]]\nname = "A"\nfeeds = ["{WITH_A_SECRET}"]\n'),
        ("s.toml", f'[[source]]\nname = "A"\nsitemaps = [" {WITH_A_SECRET}"]\n'),
        ("s.toml", f'[[source]]\nname = "A"\npages = ["ftp://desk:{SECRET}@a.example/"]\n'),
        ("s.toml", f'[[source]]\nname = "A"\npages = ["https://{SECRET}@a.example/"]\n'),
        ("s.toml", f'[[source]]\nname = "A"\nwarcs = ["{WITH_A_SECRET}"]\n'),
        ("s.opml", f'<opml><body><outline text="A" xmlUrl="{WITH_A_SECRET}"/></body></opml>'),
        (WITH_A_SECRET, None),
        (f"http://desk:{SECRET}@[::1/", None),
        (f"gopher://desk:{SECRET}@a.example/", None),
    ],
)
def test_an_address_with_a_password_is_refused_and_not_told(tmp_path: Path, name: str, text: str | None) -> None:
    given = name
    if text is not None:
        (tmp_path / name).write_text(text)
        given = str(tmp_path / name)
    with pytest.raises(SourceError, match="user name or password in it") as caught:
        read_sources([given])
    assert SECRET not in str(caught.value)
    assert (name in str(caught.value)) == (text is not None)


def test_no_source_at_all_and_bad_encoding(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no source"):
        read_sources([])
    listing = tmp_path / "s.toml"
    listing.write_bytes(b'name = "\xff"')
    with pytest.raises(SourceError, match="UTF-8"):
        read_sources([str(listing)])


def test_reading_sources_imports_nothing_heavy() -> None:
    code = "import flows.news.sources, sys; print([m for m in ('httpx', 'trafilatura', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_example_is_valid() -> None:
    example = Path(__file__).parents[3] / "examples" / "sources.toml"
    targets = read_sources([str(example)])
    assert len({target.source for target in targets}) >= 10
    assert all(target.kind == "feed" for target in targets)
