"""The command line in process, and a stand-in for the models where a test is not about them."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
import pytest
from stand_in import read_with

from cxtext.cli import main


class Said(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli(capsys, monkeypatch, tmp_path):
    """``cli("run", "dump.csv", ...)`` runs the command; its cache is of this test alone."""
    monkeypatch.setenv("CXTEXT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("CXTEXT_DEBUG", raising=False)

    def call(*arguments: object) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        return Said(stopped.value.code or 0, *capsys.readouterr())

    return call


@pytest.fixture
def no_models(monkeypatch):
    """Vectors and probabilities drawn from a hash of each text: the same text, the same numbers."""

    def read(texts):
        rngs = [np.random.default_rng(int(hashlib.md5(text.encode()).hexdigest()[:8], 16)) for text in texts]
        probabilities = np.array([rng.dirichlet([1, 1, 1]) for rng in rngs]).reshape(len(texts), 3)
        vectors = np.array([rng.normal(size=32) for rng in rngs]).reshape(len(texts), 32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths, probabilities

    read_with(monkeypatch, read)


@pytest.fixture
def dump(tmp_path):
    """``dump("a,b\\n1,2\\n")`` is a CSV file with that content (text or bytes)."""

    def write(content: str | bytes, name: str = "dump.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def out(tmp_path):
    """A fresh name in a folder of its own, so that whatever is left beside it shows."""
    folder = tmp_path / "results"
    folder.mkdir()
    return folder / "run"
