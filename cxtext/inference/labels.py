"""A model's own label names to negative, neutral, positive. Never from a position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxtext.errors import ModelError
from cxtext.tables import LABELS

if TYPE_CHECKING:
    import numpy as np

_WORDS = {
    "negative": ("negative", "neg", "very negative", "bad"),
    "neutral": ("neutral", "neu", "mixed"),
    "positive": ("positive", "pos", "very positive", "good"),
}
_MEANING = {word: label for label, words in _WORDS.items() for word in words}
_STARS = {1: "negative", 2: "negative", 3: "neutral", 4: "positive", 5: "positive"}
# Far below any logit, so that a model without a neutral class never says neutral.
_NEVER = -50.0


def meanings(names: Sequence[str], where: object) -> list[str]:
    """For each of the model's labels which of ours it is. Raises ModelError for names that say nothing.

    >>> meanings(["POSITIVE", "NEGATIVE"], "m")
    ['positive', 'negative']
    >>> meanings(["1 star", "2 stars", "3 stars", "4 stars", "5 stars"], "m")
    ['negative', 'negative', 'neutral', 'positive', 'positive']
    """
    found = [_meaning(name) for name in names]
    if None in found or not {"negative", "positive"} <= set(found):
        raise ModelError(
            "The model's label names do not say what is negative, neutral or positive.",
            where=where, found=", ".join(names),
            do='Make a card: kind = "folder" (or "hub"), name, folder (or repository) and labels = '
            '["negative", "neutral", "positive"] in the model\'s order; give its path as the model.',
        )  # fmt: skip
    return [str(label) for label in found]


def name_no_sentiment(names: Sequence[str]) -> bool:
    """Whether the names say something else than sentiment. LABEL_0, LABEL_1 ... or bare numbers say nothing.

    >>> name_no_sentiment(["delivery", "price"])
    True
    >>> name_no_sentiment(["LABEL_0", "LABEL_1"]) or name_no_sentiment(["neg", "pos"])
    False
    """
    if any(re.fullmatch(r"(?:label|class)?[\s_-]*\d+", name.strip().lower()) for name in names):
        return False
    return not {"negative", "positive"} <= {_meaning(name) for name in names}


def _meaning(name: str) -> str | None:
    word = re.sub(r"[\s_-]+", " ", name).strip().lower()
    if stars := re.fullmatch(r"([1-5]) ?stars?", word):
        return _STARS[int(stars[1])]
    return _MEANING.get(word)


def regroup(logits: np.ndarray, labels: Sequence[str]) -> np.ndarray:
    """Logits (n, k) of the model's labels to (n, 3) of ours: log-sum-exp over those that mean the same.

    The softmax of the result is the sum of the softmax over each group.
    """
    import numpy as np

    out = np.full((len(logits), len(LABELS)), _NEVER, np.float32)
    for column, label in enumerate(LABELS):
        group = [k for k, meaning in enumerate(labels) if meaning == label]
        if group:
            out[:, column] = np.logaddexp.reduce(logits[:, group].astype(np.float64), axis=1)
    return out
