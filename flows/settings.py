"""Settings: the only place that reads or sets the environment.

RASHOMON_HOME            where everything is kept (default ./rashomon-home)
RASHOMON_CONTACT         an address (URL or mail) that is told to every server that is asked
RASHOMON_ALLOW_PRIVATE   1: addresses on this machine and in the local network may be read too
RASHOMON_WEBHOOK         an address that is told what each published run found that is new (default: nobody is told)
RASHOMON_TIMESTAMP_URL   an RFC 3161 authority that stamps the hashes of each run's captures (default: none is asked)
RASHOMON_REVIEWER        who gives verdicts (default: the name of the user)
RASHOMON_ENGINE          where claims are read and compared: local (default) or dask
DASK_SCHEDULER_ADDRESS   the Dask cluster of that engine; without it, processes of this machine
RASHOMON_MODEL           who judges pairs: embedded (default), none (the rules alone), a folder or the name of a model
RASHOMON_JUDGE_URL       a second judge that speaks the OpenAI-compatible protocol, such as http://127.0.0.1:8080/v1
RASHOMON_JUDGE_MODEL     the model that it is asked for
RASHOMON_JUDGE_KEY       its key, if it wants one; kept nowhere
PREFECT_API_URL          a Prefect server of your own; without it each run starts one for itself
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_HOME = "rashomon-home"

# What Prefect is told unless the caller has said otherwise. Its server lives only for the run, on loopback: it needs no
# pages, no automations and no questions about versions, and nothing may leave the machine.
_PREFECT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_API_REQUEST_TIMEOUT": "120",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says: see the head of this module."""

    home: Path
    contact: str | None
    allow_private: bool
    reviewer: str
    engine: str = "local"
    scheduler: str | None = None
    webhook: str | None = field(default=None, repr=False)  # it may hold a secret
    timestamp_url: str | None = None
    model: str = "embedded"
    hub: Path = Path("~/.cache/huggingface/hub")
    judge_url: str | None = None
    judge_model: str | None = None
    judge_key: str | None = field(default=None, repr=False)


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings as the environment has them now."""
    return Settings(
        home=Path(environ.get("RASHOMON_HOME") or DEFAULT_HOME),
        contact=environ.get("RASHOMON_CONTACT") or None,
        allow_private=environ.get("RASHOMON_ALLOW_PRIVATE", "") == "1",
        reviewer=environ.get("RASHOMON_REVIEWER") or environ.get("USER") or environ.get("LOGNAME") or "unnamed",
        engine=environ.get("RASHOMON_ENGINE") or "local",
        scheduler=environ.get("DASK_SCHEDULER_ADDRESS") or None,
        webhook=environ.get("RASHOMON_WEBHOOK") or None,
        timestamp_url=environ.get("RASHOMON_TIMESTAMP_URL") or None,
        model=environ.get("RASHOMON_MODEL") or "embedded",
        hub=_hub(environ),
        judge_url=environ.get("RASHOMON_JUDGE_URL") or None,
        judge_model=environ.get("RASHOMON_JUDGE_MODEL") or None,
        judge_key=environ.get("RASHOMON_JUDGE_KEY") or None,
    )


def _hub(environ: Mapping[str, str]) -> Path:
    """Where Hugging Face's tools keep the models that the user has fetched."""
    cache = environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = environ.get("HF_HOME") or f"{cache}/huggingface"
    return Path(environ.get("HF_HUB_CACHE") or f"{home}/hub").expanduser()


def prepare_prefect(state: Path, log_level: str = "CRITICAL", environ: MutableMapping[str, str] = os.environ) -> None:
    """Tell Prefect to keep to itself, with its state in `state`; call it before prefect is imported.

    What the environment already says is left alone.
    """
    for name, value in (_PREFECT | {"PREFECT_HOME": str(state), "PREFECT_LOGGING_LEVEL": log_level}).items():
        environ.setdefault(name, value)


def set_engine(name: str | None, environ: MutableMapping[str, str] = os.environ) -> None:
    """Name the engine for the flows of this process and its children; None leaves it as it is."""
    if name is not None:
        environ["RASHOMON_ENGINE"] = name


def has_prefect_api(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the caller has a Prefect server."""
    return bool(environ.get("PREFECT_API_URL"))


def set_prefect_api(url: str | None, environ: MutableMapping[str, str] = os.environ) -> None:
    """Name the Prefect server that flows of this process and its children report to; None forgets it."""
    if url is None:
        environ.pop("PREFECT_API_URL", None)
    else:
        environ["PREFECT_API_URL"] = url
