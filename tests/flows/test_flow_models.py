"""Which model judges, and the second judge over HTTP: its replies count, are replayed, and its absence is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from checks.conflicts import Told
from checks.conflicts.judges import pair_key
from checks.conflicts.second import look_again
from flows.judge_http import HttpJudge, JudgeError, opinion_of
from flows.models import ModelError, chosen_model, identity
from flows.settings import Settings, read
from warehouse.records import Opinion

Answer = tuple[int, bytes]
PAIRS = [Told(f"k{n}", f"It killed {n}.", "It killed 99.") for n in range(12)]
CLASH = '{"label": "contradiction", "confidence": 0.9, "kind": "number"}'


def completion(content: str) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@contextmanager
def server(answer: Callable[[int, dict[str, Any]], Answer], drip_s: float = 0.0) -> Iterator[tuple[str, list[Any]]]:
    """A judge on loopback: its address, and what it was asked; `answer` gets the number of the question."""
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, dict(self.headers), question))
            status, body = answer(len(asked), question)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for n in range(len(body)) if drip_s else ():
                    self.wfile.write(body[n : n + 1])
                    time.sleep(drip_s)
                self.wfile.write(b"" if drip_s else body)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *arguments: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}/v1", asked
        finally:
            listening.shutdown()
            thread.join()


def judge(url: str, **more: Any) -> HttpJudge:
    return HttpJudge(url, "some-model", "secret-key", first_pause_s=0.001, **more)


def test_a_reply_is_an_opinion_and_the_question_is_as_documented() -> None:
    with server(lambda *_: (200, completion(CLASH))) as (url, asked):
        ours = judge(url + "/")
        replies = ours.ask(PAIRS)
    assert replies.trouble is None
    assert replies.opinions["k3"] == Opinion("k3", ours.digest, 0.9, 0.05, 0.05, "number", 0.9)
    assert len(replies.opinions) == len(asked) == len(PAIRS)
    path, headers, question = asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret-key"
    assert (question["model"], question["temperature"]) == ("some-model", 0)
    assert set(json.loads(question["messages"][1]["content"])) == {"a", "b"}


def test_a_busy_server_is_asked_again_a_few_times() -> None:
    with server(lambda n, _: (429, b"") if n == 1 else (500, b"") if n == 2 else (200, completion(CLASH))) as found:
        assert judge(found[0]).ask(PAIRS[:1]).opinions
        assert len(found[1]) == 3
    with server(lambda *_: (503, b"")) as (url, asked):
        replies = judge(url).ask(PAIRS)
    assert not replies.opinions
    assert "HTTP 503 after 3 attempts" in str(replies.trouble)
    assert len(asked) < 3 * len(PAIRS)


def test_a_refusal_ends_the_asking_and_never_tells_the_key() -> None:
    with server(lambda *_: (401, b"bad key secret-key")) as (url, asked):
        replies = judge(url).ask(PAIRS)
    assert len(asked) <= 4
    assert url.split("/")[2] in str(replies.trouble)
    assert "HTTP 401" in str(replies.trouble)
    assert "secret-key" not in str(replies.trouble)


def test_one_malformed_reply_costs_one_pair() -> None:
    with server(
        lambda _, q: (200, completion("Yes!" if "killed 3" in q["messages"][1]["content"] else CLASH))
    ) as found:
        replies = judge(found[0]).ask(PAIRS)
    assert set(replies.opinions) == {p.key for p in PAIRS} - {"k3"}
    assert "not the JSON" in str(replies.trouble)


@pytest.mark.parametrize("drip_s", [0.0, 0.05])
def test_silence_and_dripping_end_in_time(drip_s: float) -> None:
    released = threading.Event()

    def slow(*_: object) -> Answer:
        _ = drip_s or released.wait(5)
        return 200, completion(CLASH)

    with server(slow, drip_s) as (url, asked):
        replies = judge(url, timeout_s=0.2).ask(PAIRS[:1])
        released.set()
    assert not replies.opinions
    assert "no answer" in str(replies.trouble)
    assert len(asked) == 3


def nowhere() -> str:
    """An address on loopback where nobody listens."""
    with server(lambda *_: (200, b"")) as (url, _):
        return url


def test_no_server_is_told_once_with_host_and_remedy() -> None:
    url = nowhere()
    replies = judge(url).ask(PAIRS)
    assert not replies.opinions
    assert url.split("/")[2] in str(replies.trouble)
    assert "RASHOMON_JUDGE_URL" in str(replies.trouble)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "null",
        "contradiction",
        CLASH + " I hope this helps.",
        CLASH.replace("contradiction", "yes"),
        CLASH.replace("0.9", "9"),
        CLASH.replace("0.9", "true"),
        CLASH.replace("0.9", "NaN"),
        CLASH.replace('"number"', "null"),
        CLASH.replace('"number"', '"weather"'),
        CLASH.replace('"number"', "[]"),
        CLASH.replace('"contradiction"', "{}"),
    ],
)
def test_what_is_not_as_asked_is_no_opinion(content: str) -> None:
    with pytest.raises(ValueError):
        opinion_of(completion(content), "k", "j")


def test_a_body_that_is_no_completion_is_no_opinion() -> None:
    for body in (b"", b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": null}}]}', b"\xff"):
        with pytest.raises(ValueError):
            opinion_of(body, "k", "j")


def test_a_code_fence_is_taken_off() -> None:
    fenced = f"```json\n{CLASH.replace('contradiction', 'neither').replace(chr(34) + 'number' + chr(34), 'null')}\n```"
    assert opinion_of(completion(fenced), "k", "j").neither == 0.9


def test_only_possible_pairs_are_asked_and_replies_are_replayed_without_a_network() -> None:
    texts = [(p.one, p.other) for p in PAIRS[:5]]
    shares = [0.9, 0.1, 0.5, 0.7, None]
    first = [None if s is None else Opinion(str(n), "first", s, 0, 0, "outcome", 1) for n, s in enumerate(shares)]
    with server(lambda *_: (200, completion(CLASH))) as (url, asked):
        ours = judge(url)
        stands, look = look_again(ours, texts, first, lambda _: {}, 2)
    assert [o.model if o else None for o in stands] == [ours.digest, "first", "first", ours.digest, None]
    assert (look.asked, look.unanswered, look.beyond, len(asked)) == (2, 0, 2, 2)
    assert set(look.opinions) == {pair_key(ours.digest, *texts[n]) for n in (0, 3)}
    # The server is gone; what it said is remembered, and what it did not say is counted; what no model has an opinion
    # on is possible, too.
    again, later = look_again(judge(url), texts, first, lambda _: look.opinions, 2)
    assert again == stands
    assert (later.asked, later.unanswered, later.beyond) == (2, 2, 0)
    assert "2 without a reply" in str(later.note)
    quiet, nothing_new = look_again(judge(url), texts, first, lambda _: look.opinions, 0)
    assert quiet == stands
    assert nothing_new.trouble is None


def told(**more: Any) -> Settings:
    return Settings(home=Path("home"), contact=None, allow_private=False, reviewer="r", **more)


def test_the_environment_names_model_and_judge(tmp_path: Path) -> None:
    given = read({"RASHOMON_MODEL": "a/b", "RASHOMON_JUDGE_KEY": "secret-key", "HF_HOME": str(tmp_path)})
    assert (given.model, given.hub) == ("a/b", tmp_path / "hub")
    assert "secret-key" not in repr(given)
    assert read({}).model == "embedded"
    assert chosen_model(told(model="none")) is None


def test_a_run_with_another_model_or_judge_is_another_run() -> None:
    url = "http://127.0.0.1:9/v1"
    found = [
        identity(told()),
        identity(told(model="none")),
        identity(told(judge_url=url, judge_model="m")),
        identity(told(judge_url=url, judge_model="n")),
    ]
    assert found[0] == ""
    assert len(set(found)) == 4
    assert identity(told(judge_url=url, judge_model="m", judge_key="k")) == found[2]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"model": "/not/here"}, "RASHOMON_MODEL: /not/here: no such folder"),
        ({"model": "some/nli"}, "downloads nothing"),
        ({"judge_url": "http://127.0.0.1:9"}, "RASHOMON_JUDGE_MODEL: not set"),
        ({"judge_url": "http://127.0.0.1:9", "judge_model": "m", "model": "none"}, "unset RASHOMON_MODEL"),
        ({"judge_url": "127.0.0.1:9", "judge_model": "m"}, "RASHOMON_JUDGE_URL: not the base"),
        ({"judge_url": "http://x:y@127.0.0.1/", "judge_model": "m"}, "RASHOMON_JUDGE_URL: not the base"),
        ({"judge_url": "http://127.0.0.1:port/", "judge_model": "m"}, "RASHOMON_JUDGE_URL: not the base"),
        ({"judge_url": "http://127.0.0.1:9", "judge_model": "m", "judge_key": "a\nb"}, "RASHOMON_JUDGE_KEY"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_remedy(given: dict[str, Any], says: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as refused:
        chosen_model(told(**given, hub=tmp_path))
    assert says in str(refused.value)
    assert "a\nb" not in str(refused.value)


def test_a_judge_error_is_a_model_error_to_the_run() -> None:
    with pytest.raises(JudgeError):
        HttpJudge("ftp://127.0.0.1/", "m")
