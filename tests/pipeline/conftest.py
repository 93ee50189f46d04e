"""The demo, run twice with the real models in processes that can reach no network; all tests share it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from planted import DEMO

# Every attempt is written down, also one that a library would swallow.
NO_NETWORK = """
import os, socket

class Blocked(socket.socket):
    def _refuse(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            with open(os.environ["NO_NETWORK_LOG"], "a") as log:
                print(address, file=log)
            raise OSError("this test allows no network")

    def connect(self, address):
        self._refuse(address)
        return super().connect(address)

    def connect_ex(self, address):
        self._refuse(address)
        return super().connect_ex(address)

    def sendto(self, data, *rest):
        self._refuse(rest[-1])
        return super().sendto(data, *rest)

def getaddrinfo(host, *rest, **more):
    with open(os.environ["NO_NETWORK_LOG"], "a") as log:
        print(host, file=log)
    raise OSError("this test allows no network")

socket.socket, socket.getaddrinfo = Blocked, getaddrinfo
"""


class Process(NamedTuple):
    """A finished run of the demo."""

    folder: Path
    summary: dict
    err: str

    def tables(self) -> dict[str, pd.DataFrame]:
        return {p.stem: pd.read_parquet(p) for p in sorted((self.folder / "tables").glob("*.parquet"))}

    def info(self) -> dict:
        return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))


class Sandbox(NamedTuple):
    """A place with a cache of its own and no network."""

    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "connections"

    def environment(self) -> dict[str, str]:
        return os.environ | {
            "CXTEXT_CACHE": str(self.folder / "cache"),
            "PYTHONPATH": str(self.folder / "site"),
            "NO_NETWORK_LOG": str(self.log),
        }

    def call(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, env=self.environment(), check=False)

    def run_demo(self, name: str) -> Process:
        out = self.folder / name
        done = self.call("-m", "cxtext", "run", "--config", DEMO / "cxtext.toml", "--out", out, "--json")
        assert done.returncode == 0, done.stderr
        return Process(out, json.loads(done.stdout), done.stderr)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory) -> Sandbox:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(NO_NETWORK)
    return Sandbox(folder)


@pytest.fixture(scope="session")
def demo(sandbox) -> Process:
    """The first run: nothing in the cache."""
    return sandbox.run_demo("first")


@pytest.fixture(scope="session")
def again(sandbox, demo) -> Process:
    """The second run: everything in the cache."""
    del demo  # must come first
    return sandbox.run_demo("second")


@pytest.fixture
def no_stage(monkeypatch):
    """Any reading or model fails: what is tested works from the run's folder alone."""
    for name in ("cxtext.load.load", "cxtext.inference.load_encoder", "cxtext.inference.load_classifier"):
        monkeypatch.setattr(name, lambda *_, **__: pytest.fail("only the run's tables were to be read"))
