"""What stands in for the models where a test is not about what they read."""

import numpy as np

from cxtext.read_texts import Read


def read_with(monkeypatch, read):
    """Runs get vectors (n, d) and probabilities (n, 3) from ``read(texts)``; no mention is parted."""

    def stand_in(mentions, comments, _config, *, embed, **_):
        vectors, probabilities = read([*mentions["text"], *comments["text"]])
        models = {"sentiment": "stand-in", "embedding": "stand-in"}
        whole = np.ones(len(mentions), dtype=bool)
        return Read(mentions, whole, probabilities, vectors if embed else None, None, models, {}, [])

    monkeypatch.setattr("cxtext.read_texts.read_texts", stand_in)
