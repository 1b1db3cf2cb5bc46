"""Credentials in addresses: what an address may give away is neither kept nor told; it is only used to ask.

A user name and password stand before the host; keys, tokens and signatures stand in the query, by names that services
have in common. A name that often means something else (`key`, `session`) counts only with a value that looks like a
secret. What is masked stays masked whatever the value was, so that an address signed anew each time is one address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "***"
_USER = re.compile(r"^(\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?//)[^/?#]*@")
_PARAMETER = re.compile(
    r"(?P<before>[?&;#]|%3F|%26|%3B|%23)(?P<name>(?:[\w.$\[\]-]|%2D|%5F|%5B|%5D)+)(?P<equals>=|%3D)"
    r"(?P<value>[^&#\s\"'<>]*)",
    re.IGNORECASE,
)
_ENDINGS = (
    "token", "secret", "password", "passwd", "passphrase", "signature", "credential", "credentials", "apikey",
    "accesskey", "accesskeyid", "googleaccessid", "authkey", "secretkey", "privatekey", "subscriptionkey", "keypairid",
    "sessionid", "sessid", "jwt", "hmac",
)  # fmt: skip
_NAMES = {"sig", "pwd", "pass", "hdnea", "hdnts", "hdntl", "authorization"}
_PAGING = ("page", "next", "continu", "cursor", "sync")
"""What stands before `token` where it is a place in a list."""
_UNSURE = ("key", "auth", "session", "sid", "ticket")
_ADDRESS_HEADERS = {"location", "content-location", "link", "refresh"}


def without_user(address: str) -> str:
    """An address that the network named, without a user and a password in it: they are neither used nor kept."""
    return _USER.sub(r"\1", address)


def without_secrets(text: str) -> str:
    """An address, or a text with addresses in it, as it may be kept and told: each secret value is `***`."""
    return _PARAMETER.sub(_masked, without_user(text))


def is_masked(address: str) -> bool:
    """Whether an address as it was kept lacks what it takes to ask for it again."""
    return f"={MASK}" in address or f"%3D{MASK}" in address.upper()


def headers_without_secrets(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The headers of an answer, secrets masked in those that hold addresses."""
    return tuple(
        (name, without_secrets(value) if name.lower() in _ADDRESS_HEADERS else value) for name, value in headers
    )


def _masked(found: re.Match[str]) -> str:
    value = found["value"]
    if not _is_secret(found["name"], value):
        # An address within the value of an address (`?url=https%3A%2F%2F…`) has parameters of its own.
        return found[0][: -len(value)] + _PARAMETER.sub(_masked, value) if value else found[0]
    # A parameter of a path ends at the next part, one of an address within an address at its own `&`.
    ends = "%26|%23" if found["equals"] != "=" else "[;/?]" if found["before"] == ";" else "$"
    end = re.search(f"{ends}|$", value, re.IGNORECASE)
    rest = value[end.start() :] if end else ""
    return found[0][: -len(value)] + MASK + _PARAMETER.sub(_masked, rest)


def _is_secret(name: str, value: str) -> bool:
    if not value:
        return False
    plain = _plain(name)
    if plain.endswith("token") and any(word in plain for word in _PAGING):
        return False
    if plain in _NAMES or plain.endswith(_ENDINGS):
        return True
    return plain.endswith(_UNSURE) and _looks_like_one(value)


def _plain(name: str) -> str:
    """A name in lower case, letters and digits only."""
    return re.sub(r"%[0-9a-f]{2}|[^0-9a-z]", "", name.lower())


def _looks_like_one(value: str) -> bool:
    return len(value) >= 16 and bool(re.search(r"[A-Za-z]", value)) and bool(re.search(r"[0-9]", value))
