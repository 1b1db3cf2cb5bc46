"""A Prefect server for the length of one run, in a process of its own that ends when this one does.

Prefect would start one by itself, only after importing its whole server into this process too and later than we can:
here it starts while this process loads its models. The listening socket is ours from the first moment, so no port is
guessed and no start is polled: the first request simply waits.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows import settings

STARTUP_TIMEOUT_S = 600.0


class ApiFailed(Exception):
    """The Prefect server did not start: the message says what to do."""


@contextmanager
def local_api(log: Path, services: bool = False) -> Iterator[None]:
    """Flows report to a server of this run within the block; does nothing when PREFECT_API_URL names one.

    What the server has to say goes to the file `log`. `services` starts its scheduler too. Call
    `settings.prepare_prefect` before, and import prefect only inside.
    """
    if settings.has_prefect_api():
        yield
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        process = _start(listener, log, services)
    settings.set_prefect_api(url)
    try:
        yield
    finally:
        settings.set_prefect_api(None)
        _stop(process)


@contextmanager
def answering() -> Iterator[None]:
    """Wait until the server of `local_api` answers; within the block flows send it no heartbeats.

    Heartbeats are for servers that outlive a run, and the end of each flow waits up to a second for them.

    Raises:
        ApiFailed: it ended or did not answer within ten minutes: a machine may be very busy.
    """
    import httpx
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    try:
        httpx.get(f"{PREFECT_API_URL.value()}/health", timeout=STARTUP_TIMEOUT_S, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        raise ApiFailed(
            f"Prefect's server did not start ({error}; it says why in server.log in the home's prefect folder); "
            "check the disk and memory, or name a server of your own in PREFECT_API_URL"
        ) from error
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


def _start(listener: socket.socket, log: Path, services: bool) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C must reach the run first, which then still reports to the server.
    with log.open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "flows.local_api", str(listener.fileno()), "services" if services else "plain"],
            pass_fds=[listener.fileno()],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _serve(listener: socket.socket, services: bool) -> None:
    """The server's process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=not services, final=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")).run(sockets=[listener])


def _end_with_parent() -> None:
    """Our standard input is the parent's to close; when it dies, by whatever, the system closes it."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), services=sys.argv[2] == "services")
