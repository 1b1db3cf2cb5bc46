"""Credentials in addresses: used to ask, and neither kept nor told."""

from __future__ import annotations

import pytest

from flows.news.credentials import headers_without_secrets, is_masked, without_secrets
from flows.news.sources import SourceError


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://a.example/feed?id=5&token=s3cr3t&b=2", "https://a.example/feed?id=5&token=***&b=2"),
        ("https://a.example/x?X-Amz-Signature=s3%26cr3t&X-Amz-Expires=9", "https://a.example/x?X-Amz-Signature=***&X-Amz-Expires=9"),
        ("https://a.example/x?se=2026&sig=s3%2Fcr3t;s", "https://a.example/x?se=2026&sig=***"),
        ("https://a.example/x;jsessionid=S3CR3T/y?z=1", "https://a.example/x;jsessionid=***/y?z=1"),
        ("https://a.example/x?a=1;token=s3cr3t;b=2", "https://a.example/x?a=1;token=***;b=2"),
        ("https://a.example/x#access_token=s3cr3t", "https://a.example/x#access_token=***"),
        ("https://a.example/x?api%5Fkey=s3cr3t", "https://a.example/x?api%5Fkey=***"),
        ("https://a.example/x?user[password]=s3cr3t", "https://a.example/x?user[password]=***"),
        ("https://a.example/x?key=AIza4s3cr3ts3cr3t00", "https://a.example/x?key=***"),
        ("https://a.example/go?to=https%3A%2F%2Fb.example%2F%3Ftoken%3Ds3cr3t%26n%3D1&m=2", "https://a.example/go?to=https%3A%2F%2Fb.example%2F%3Ftoken%3D***%26n%3D1&m=2"),
        ("https://desk:s3cr3t@a.example/x", "https://a.example/x"),
    ],
)  # fmt: skip
def test_secrets_are_masked_and_the_rest_is_as_it_was(given: str, kept: str) -> None:
    assert without_secrets(given) == kept
    assert without_secrets(kept) == kept
    assert is_masked(kept) == ("***" in kept)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/story?id=12345678901234567890",
        "https://a.example/story?key=12",
        "https://a.example/story?key=the-bridge-at-eastbank",
        "https://a.example/list?pageToken=CAoQAA1234567890&next_token=b",
        "https://a.example/story?token=",
        "https://a.example/token=abc/secret",
        "https://a.example/?q=token&page=2",
        "file:///home/desk/story.html",
    ],
)
def test_an_address_without_secrets_stays_as_it_is(address: str) -> None:
    assert without_secrets(address) == address
    assert not is_masked(address)


def test_headers_and_errors_do_not_tell_them() -> None:
    given = (
        ("location", "/x?sig=s3cr3t"),
        ("etag", '"?token=abc"'),
        ("link", "<https://a.example/?token=s3>; rel=self"),
    )
    masked = (
        ("location", "/x?sig=***"),
        ("etag", '"?token=abc"'),
        ("link", "<https://a.example/?token=***>; rel=self"),
    )
    assert headers_without_secrets(given) == masked
    assert "s3cr3t" not in str(SourceError("https://a.example/a b?token=s3cr3t: not a usable address"))
