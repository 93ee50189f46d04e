"""The table of training texts that every reader fills: set, lang, text, targets, label, part, pair."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
LABELS = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE}
TARGETS = ["p_negative", "p_neutral", "p_positive"]
COLUMNS = ["set", "lang", "text", *TARGETS, "label", "part", "pair"]
# What a clear label is worth: distant labels (stars) are less sure than people's.
HUMAN = {NEGATIVE: (0.96, 0.03, 0.01), NEUTRAL: (0.06, 0.88, 0.06), POSITIVE: (0.01, 0.03, 0.96)}
DISTANT = {NEGATIVE: (0.88, 0.09, 0.03), NEUTRAL: (0.25, 0.50, 0.25), POSITIVE: (0.03, 0.09, 0.88)}


def table(name, lang, texts, label, targets, group=None, keep=False) -> pd.DataFrame:
    """The table's columns; texts without a label are left out unless ``keep``.

    ``group``: what decides on train or test, so that a respondent's texts stay together; the text itself
    without it.
    """
    frame = pd.DataFrame({"set": name, "lang": lang, "text": texts.astype(str).str.strip().to_numpy()})
    frame["label"], frame["pair"] = np.asarray(label), ""
    for index, column in enumerate(TARGETS):
        frame[column] = [targets.get(int(value), targets[NEUTRAL])[index] for value in frame.label]
    keys = frame.text if group is None else group.astype(str).to_numpy()
    frame["part"] = ["test" if text_hash(key) % 5 == 0 else "train" for key in keys]
    fits = frame.text.str.len().gt(1) & (keep | frame.label.ge(0))
    return frame[fits & ~frame.text.duplicated()]


def text_hash(text: object) -> int:
    """The same number on every machine."""
    return int.from_bytes(hashlib.blake2b(str(text).encode("utf-8", "replace"), digest_size=8).digest())
