"""Names proposed by a service: a small server of the test's own stands for it."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pandas as pd
import pytest
from stand_in import read_with

from cxtext import proposals
from cxtext.runs import read

GROUPS = ["parcel van depot", "password login screen", "coffee bean roast"]


@pytest.fixture
def service():
    """``service.asked`` are the requests; ``service.answer`` makes the reply: (status, body)."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append((self.path, self.headers.get("Authorization"), body))
            status, reply = server.answer(body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(reply.encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []
    server.answer = lambda _: (200, named(f'"Name {len(server.asked)}"\n'))
    server.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def named(content: object) -> str:
    return json.dumps({"choices": [{"message": {"content": content}}]})


@pytest.fixture
def run(cli, dump, out, monkeypatch):
    """A run with three topics; somebody wrote an address and a phone number."""
    rng = np.random.default_rng(0)
    middle = rng.normal(size=(3, 32))

    def read(texts):
        group = [next((i for i, words in enumerate(GROUPS) if words.split()[0] in text), 0) for text in texts]
        noise = np.array([np.random.default_rng(len(text) + 7 * i).normal(size=32)
                          for i, text in enumerate(texts)])  # fmt: skip
        vectors = middle[group] + 0.3 * noise
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors, np.full((len(texts), 3), 1 / 3)

    read_with(monkeypatch, read)
    texts = [f"The {GROUPS[i % 3]} matter {i} mail ann.lee{i}@example.com about it" for i in range(120)]
    path = dump(pd.DataFrame({"comment": texts}).to_csv(index=False))
    said = cli("topics", path, "--comment", "comment", "--out", out, "--quiet")
    assert (said.code, said.err) == (0, "")
    return out


def test_proposals_stand_beside_names_until_they_are_accepted(cli, service, run, monkeypatch) -> None:
    monkeypatch.setenv(proposals.KEY, "secret-1")
    before = pd.read_parquet(run / "tables" / "topics.parquet")
    assert len(before) >= 2
    said = cli("edit-topics", run, "--propose-names", service.url, "--model", "small")
    assert (said.code, said.err) == (0, "")
    assert "proposed: Name 1" in said.out
    pd.testing.assert_frame_equal(pd.read_parquet(run / "tables" / "topics.parquet"), before)
    path, key, body = service.asked[0]
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer secret-1", "small")
    sent = json.dumps([body for *_, body in service.asked])
    assert "example.com" not in sent  # masked
    assert "parcel" in sent
    assert "secret" not in (run / "topics.toml").read_text()
    topic = before["topic_id"].iloc[0]
    assert read(run)[0].topics.edits.of(topic).proposed == "Name 1"
    assert read(run)[0].topics.edits.of(topic).plain  # no decision yet


def test_accepted_names_are_names(cli, service, run) -> None:
    cli("edit-topics", run, "--propose-names", service.url, "--model", "small")
    assert service.asked[0][1] is None  # no key, none sent
    first, second = pd.read_parquet(run / "tables" / "topics.parquet")["topic_id"].iloc[:2]
    said = cli("edit-topics", run, "accept", first)
    assert said.code == 0
    topics = pd.read_parquet(run / "tables" / "topics.parquet").set_index("topic_id")
    assert topics.loc[first, "name"] == "Name 1"
    assert topics.loc[second, "name"] != "Name 2"
    assert cli("edit-topics", run, "accept", first).code == 2  # nothing is proposed any more


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ((500, "broken"), "HTTP 500"),
        ((302, ""), "HTTP 302"),
        ((200, "no json"), "choices[0]"),
        ((200, named("")), "no short name"),
        ((200, named("x" * 500)), "no short name"),
        ((200, json.dumps({"choices": []})), "choices[0]"),
    ],
)
def test_a_service_that_fails_changes_nothing(cli, service, run, answer, found) -> None:
    before = (run / "topics.toml").read_bytes()
    service.answer = lambda _: answer
    said = cli("edit-topics", run, "--propose-names", service.url, "--model", "small")
    assert said.code == 2
    assert found in said.err
    assert (run / "topics.toml").read_bytes() == before


def test_no_service_no_model_no_address(cli, service, run, monkeypatch) -> None:
    monkeypatch.setattr(proposals, "SECONDS", 0.2)
    hold = threading.Event()
    service.answer = lambda _: (200, named("late") if hold.wait(2) else "")
    late = cli("edit-topics", run, "--propose-names", service.url, "--model", "small")
    hold.set()
    assert (late.code, "timed out" in late.err) == (2, True)
    for words in (["--propose-names", "http://127.0.0.1:9/v1", "--model", "m"],
                  ["--propose-names", "file:///etc/hosts", "--model", "m"],
                  ["--propose-names", service.url],
                  ["hide", "t01", "--propose-names", service.url, "--model", "m"]):  # fmt: skip
        assert cli("edit-topics", run, *words).code == 2
