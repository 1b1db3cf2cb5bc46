"""Sites: the host of an address, and the part of a host's name that one owner has registered."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """The host of an address without its "www."; empty if there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def site(host: str) -> str:
    """The registrable part of a host name, near enough: two labels, three under short second levels such as co.uk."""
    labels = host.lower().rstrip(".").split(".")
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    size = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-size:])
