"""The fetcher against a hostile server, and the address guard; no packet leaves loopback."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import BoundedSemaphore

import httpcore
import pytest
from conftest import ARTICLE, HostileServer
from hypothesis import given
from hypothesis import strategies as st

from flows.news.body import BodyRefusedError, read_body
from flows.news.fetch import Answer, Fetcher, Settings
from flows.news.guard import GuardedBackend, SocketOption, is_public
from flows.news.retry import is_transient, retry_after_s
from flows.news.sources import Target


def get(fetcher: Fetcher, url: str) -> Answer:
    return fetcher.fetch(Target("test", url, "page"))


@pytest.mark.parametrize("path", ["/article", "/gzip", "/members", "/deflate", "/raw-deflate", "/moved", "/cookie"])
def test_good_answers_give_the_same_bytes(server: HostileServer, fetcher: Fetcher, path: str) -> None:
    answer = get(fetcher, server.base + path)
    assert answer.error is None
    assert answer.content == ARTICLE.encode()
    assert answer.media_type == "text/html"
    assert answer.http_status == 200


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gzip-bomb", "longer than the limit"),
        ("/deflate-bomb", "longer than the limit"),
        ("/double-bomb", "longer than the limit"),
        ("/large", "longer than the limit"),
        ("/endless", "longer than the limit"),
        ("/brotli", "which was not asked for"),
        ("/damaged-gzip", "damaged"),
        ("/cut-gzip", "ended early"),
        ("/slow-body", "no answer in time"),
        ("/slow-head", "no answer in time"),
        ("/huge-head", "no answer"),
        ("/loop-a", "in a circle"),
        ("/deeper", "too often"),
        ("/to-file", "not http(s)"),
        ("/bad-chunks", "no answer"),
        ("/short", "no answer"),
        ("/no-http", "no answer"),
        ("/error", "HTTP 500"),
        ("/nowhere", "HTTP 404"),
    ],
)
def test_bad_answers_have_a_reason(server: HostileServer, fetcher: Fetcher, path: str, reason: str) -> None:
    answer = get(fetcher, server.base + path)
    assert answer.error is not None
    assert reason in answer.error
    assert "\n" not in answer.error
    assert get(fetcher, server.base + "/article").error is None, "the next page is still read"


def test_redirects_are_recorded(server: HostileServer, fetcher: Fetcher) -> None:
    answer = get(fetcher, server.base + "/moved")
    assert answer.final_url == server.base + "/article"
    assert answer.redirects == (server.base + "/moved",)


def test_passing_failure_is_tried_again_and_a_lasting_one_is_not(server: HostileServer, fetcher: Fetcher) -> None:
    assert get(fetcher, server.base + "/flaky").error is None
    get(fetcher, server.base + "/nowhere")
    get(fetcher, server.base + "/error")
    assert (server.seen["/flaky"], server.seen["/nowhere"], server.seen["/error"]) == (2, 1, 3)


def test_a_busy_host_is_left_alone(server: HostileServer, fetcher: Fetcher) -> None:
    assert "429" in (get(fetcher, server.base + "/busy").error or "")
    assert "turn" in (get(fetcher, server.base + "/article").error or "")
    assert (server.seen["/busy"], server.seen["/article"]) == (1, 0)


def test_user_agent_tells_a_contact_and_no_cookie_is_kept(server: HostileServer, fetcher: Fetcher) -> None:
    get(fetcher, server.base + "/article")
    assert server.agents == {"rashomon/0.1.0 (+mailto:desk@example.org)"}


def test_robots_rules_are_obeyed(server: HostileServer, fetcher: Fetcher) -> None:
    server.robots = b"User-agent: *\nDisallow: /article\n"
    assert "robots.txt" in (get(fetcher, server.base + "/article").error or "")
    assert get(fetcher, server.base + "/gzip").error is None
    assert (server.seen["/article"], server.seen["/robots.txt"]) == (0, 1)


def test_failing_robots_forbid_for_now(server: HostileServer, fetcher: Fetcher) -> None:
    server.robots_status = "503 Service Unavailable"
    assert "robots.txt" in (get(fetcher, server.base + "/article").error or "")
    assert server.seen["/article"] == 0


@pytest.mark.parametrize(
    "url", ["http://[", "http://", "ftp://a/b", "http://a b/", "http://\udcff.test/", "nonsense", ""]
)
def test_unusable_addresses_are_answers_too(fetcher: Fetcher, url: str) -> None:
    assert get(fetcher, url).error


def test_unreachable_port(fetcher: Fetcher) -> None:
    assert "no answer" in (get(fetcher, "http://127.0.0.1:1/").error or "")


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path, fetcher: Fetcher) -> None:
    served: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve_tls, args=(listener, self_signed(tmp_path), served), daemon=True)
        thread.start()
        answer = get(fetcher, f"https://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join(5)
    assert "certificate" in (answer.error or "").lower()
    assert served == [False]


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1, with its key, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    valid = builder.not_valid_before(start).not_valid_after(start + timedelta(days=9))
    certificate = valid.sign(key, hashes.SHA256())
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path = folder / "self.pem"
    path.write_bytes(
        certificate.public_bytes(encoding) + key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    )
    return path


def _serve_tls(listener: socket.socket, certificate: Path, served: list[bool]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    connection, _ = listener.accept()
    with connection:
        try:
            context.wrap_socket(connection, server_side=True).close()
            served.append(True)
        except OSError:
            served.append(False)


class Recorder(httpcore.NetworkBackend):
    """Records what it is asked to dial and connects to nothing."""

    def __init__(self) -> None:
        self.dialled: list[tuple[str, int]] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        self.dialled.append((host, port))
        raise httpcore.ConnectError("nobody is dialled in tests")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.0.1",
        "198.18.0.1",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "2001:0:808:808::",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "nonsense",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)
    recorder = Recorder()
    with Fetcher(Settings(timeout_s=1), GuardedBackend(False, lambda host, port: [address], recorder)) as fetcher:
        answer = get(fetcher, "http://inside.test/")
    assert "not a public address" in (answer.error or "")
    assert recorder.dialled == []


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_dialled_as_resolved(address: str) -> None:
    recorder = Recorder()
    settings = Settings(timeout_s=1, attempts=1, obey_robots=False)
    with Fetcher(settings, GuardedBackend(False, lambda host, port: [address], recorder)) as fetcher:
        get(fetcher, "http://outside.test/")
    assert recorder.dialled == [(address, 80)]


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "[::1]", "127.0.0.1", "[::]"]
)
def test_other_spellings_of_loopback_are_refused(host: str) -> None:
    recorder = Recorder()
    with Fetcher(Settings(timeout_s=1), GuardedBackend(False, inner=recorder)) as fetcher:
        assert get(fetcher, f"http://{host}/").error
    assert recorder.dialled == []


def test_a_name_that_changes_its_answer_gains_nothing() -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"], ["127.0.0.1"]])
    recorder = Recorder()

    def lookup(host: str, port: int) -> Sequence[str]:
        return next(answers)

    settings = Settings(timeout_s=5, obey_robots=False)
    with Fetcher(settings, GuardedBackend(False, lookup, recorder), sleep=lambda seconds: None) as fetcher:
        answer = get(fetcher, "http://rebinding.test/")
    assert recorder.dialled == [("93.184.215.14", 80)]
    assert "not a public address" in (answer.error or "")


@pytest.mark.parametrize("path", ["/to-metadata", "/to-number"])
def test_redirects_are_judged_hop_by_hop(server: HostileServer, path: str) -> None:
    port = int(server.server_address[1])

    class Loopback(Recorder):
        """Dials this test's own server under a public name, and nothing else."""

        def connect_tcp(self, host: str, port_: int, *rest: object, **named: object) -> httpcore.NetworkStream:  # type: ignore[override]
            self.dialled.append((host, port_))
            if (host, port_) == ("93.184.215.14", port):
                return httpcore.SyncBackend().connect_tcp("127.0.0.1", port)
            raise httpcore.ConnectError("nobody is dialled in tests")

    def lookup(host: str, port_: int) -> Sequence[str]:
        return {"public.test": ["93.184.215.14"], "2130706433": ["127.0.0.1"]}.get(host, [host])

    dialler = Loopback()
    settings = Settings(timeout_s=5, delay_s=0, obey_robots=False)
    with Fetcher(settings, GuardedBackend(False, lookup, dialler)) as fetcher:
        answer = get(fetcher, f"http://public.test:{port}{path}")
    assert dialler.dialled == [("93.184.215.14", port)]
    assert "not a public address" in (answer.error or "")


def test_files_are_read_with_their_faults(tmp_path: Path, fetcher: Fetcher) -> None:
    good = tmp_path / "a ü.txt"
    good.write_bytes(b"words")
    big = tmp_path / "big.html"
    big.write_bytes(b"x" * 1_000_001)
    assert get(fetcher, good.as_uri()) == Answer(good.as_uri(), media_type="text/plain", content=b"words")
    assert "limit" in (get(fetcher, big.as_uri()).error or "")
    assert "cannot be read" in (get(fetcher, (tmp_path / "gone").as_uri()).error or "")
    assert "not a regular file" in (get(fetcher, tmp_path.as_uri()).error or "")


def test_retry_after_is_a_number_or_a_date() -> None:
    now = datetime(2025, 3, 3, 10, tzinfo=UTC)
    assert retry_after_s("120") == 120
    assert retry_after_s("Mon, 03 Mar 2025 10:01:00 GMT", now) == 60
    assert retry_after_s("Mon, 03 Mar 2025 09:00:00 GMT", now) == 0
    assert retry_after_s("soon") is None
    assert retry_after_s("999999999") == 86_400


def test_what_is_worth_a_second_try() -> None:
    assert is_transient(503, "HTTP 503")
    assert is_transient(None, "no answer: connection reset")
    assert not is_transient(None, "no answer: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    assert not is_transient(404, "HTTP 404")
    assert not is_transient(200, None)


@given(
    st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "gzip, deflate", "identity", ""]), st.integers(1, 50)
)
def test_any_body_is_read_or_refused(data: bytes, coding: str, size: int) -> None:
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    try:
        content, _ = read_body(chunks, coding, 1_000)
    except BodyRefusedError as refused:
        assert str(refused)
    else:
        assert len(content) <= 1_000


def test_large_bodies_wait_for_one_another_and_give_their_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.news.body.LARGE_WAIT_S", 0.05)
    places = BoundedSemaphore(1)
    large = [b"x" * 1_500_000] * 2

    def first() -> Iterator[bytes]:
        yield from large
        with pytest.raises(BodyRefusedError, match="too many large answers"):
            read_body(large, None, 20_000_000, places)
        assert read_body([b"small"], None, 20_000_000, places) == (b"small", True)

    assert len(read_body(first(), None, 20_000_000, places)[0]) == 3_000_000
    with pytest.raises(BodyRefusedError, match="longer"):
        read_body(large * 8, None, 20_000_000, places)
    assert len(read_body(large, None, 20_000_000, places)[0]) == 3_000_000
