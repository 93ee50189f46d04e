"""A bulk job in a process of its own, to be killed: ``stand_in_job.py IN OUT``. No model and no torch."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from cxtext.engine import Asked, blocks, classify_file, fill, readings
from cxtext.inference.tokens import Tokens


class Words:
    """The part of a tokenizer that a job needs."""

    unk_token_id = 0

    def __call__(self, texts, **_):
        return {"input_ids": [[1 + len(word) for word in text.split()] for text in texts]}

    def convert_ids_to_tokens(self, ids):
        return ["a"] * len(ids)


class Slow:
    """Logits from a text's letters, a moment for each block."""

    identity = "slow stand-in"
    names = ("negative", "neutral", "positive")
    tokens = Tokens(Words(), {}, (), (), 512)

    def logits(self, texts):
        time.sleep(0.01)
        return np.array([[len(text) % 7, text.count("1"), text.count("2")] for text in texts], np.float32)


if __name__ == "__main__":
    blocks.BLOCK_ROWS = 20
    readings.logits = lambda classifier, given: classifier.logits(given.texts)
    fill.load_classifier = lambda *_, **__: Slow()
    source, out = map(Path, sys.argv[1:])
    classify_file(Asked(source, "t", out, device="cpu", exact=True))
