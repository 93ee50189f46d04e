"""One call for a bulk job over a file of the test's own, with a model that takes no time."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from inference import conftest as models

from cxtext.engine import Asked, classify_file
from cxtext.inference.reading import WHOLE

tiny = models.tiny


class Stand:
    """A classifier whose logits are the length of the text and how many letters a and e it has."""

    identity = "stand-in 1"
    names = ("negative", "neutral", "positive")

    def __init__(self, tokens):
        self.tokens = tokens
        self.asked: list[str] = []

    def logits(self, texts):
        self.asked += texts
        rows = [[len(text) % 7, text.count("a") % 5, text.count("e") % 3] for text in texts]
        return np.array(rows, np.float32).reshape(-1, 3)


@pytest.fixture
def stand(tiny, monkeypatch, tmp_path):
    """Replaces every model; ``stand.asked`` is what it was asked."""
    from cxtext.inference.classifier import load_classifier

    tokens = load_classifier(f"folder:{tiny(['neg', 'neu', 'pos'])}", "cpu").tokens
    model = Stand(tokens)
    monkeypatch.setattr("cxtext.engine.fill.load_classifier", lambda *_, **__: model)
    monkeypatch.setattr("cxtext.engine.readings.logits", lambda _, given: model.logits(given.texts))
    monkeypatch.setattr("cxtext.engine.blocks.BLOCK_ROWS", 10)
    monkeypatch.setenv("CXTEXT_CACHE", str(tmp_path / "cache"))
    return model


@pytest.fixture
def job(tmp_path):
    """``job(rows, out="r.csv", **asked)`` writes rows (dicts) to a CSV file and classifies column t."""

    def run(rows, out="r.csv", **asked):
        path = tmp_path / "in.csv"
        if rows is not None:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        given = {"path": path, "text": "t", "out": tmp_path / out, "windows": WHOLE, "exact": True, **asked}
        return classify_file(Asked(**given))

    return run
