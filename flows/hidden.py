"""Hidden sources: an address with a secret in it is not kept by Prefect among a run's parameters.

Prefect writes a parameter down as it serializes, and a `SecretStr` serializes to stars; the flow itself gets the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import SecretStr

from flows.news.credentials import without_secrets


def hidden(sources: Iterable[str]) -> list[str | SecretStr]:
    """The sources, those with a secret in their address wrapped."""
    return [SecretStr(source) if without_secrets(source) != source else source for source in sources]


def plain(sources: Sequence[str | SecretStr]) -> list[str]:
    """The sources as they were given."""
    return [source.get_secret_value() if isinstance(source, SecretStr) else source for source in sources]
