"""What a classifier reads in texts, each tokenised once: probabilities, token counts, what was cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cxtext.errors import ConfigError
from cxtext.inference.classifier import LABELS, SequenceClassifier, drawn_to_prior, softmax
from cxtext.inference.evidence import evidence

if TYPE_CHECKING:
    import numpy as np


class Windows(NamedTuple):
    """How long texts are read: in windows of ``max_tokens`` (None: all that the model takes), or cut off."""

    max_tokens: int | None = None
    truncate: bool = False


WHOLE = Windows()


class Tokenised(NamedTuple):
    """Texts before the model has seen them."""

    texts: Sequence[str]
    ids: list[list[int]]  # what the model will read
    n_tokens: np.ndarray  # int (n,), the whole text's own tokens
    evidence: np.ndarray  # float64 (n,), see evidence.py


def windowed(classifier: SequenceClassifier, windows: Windows) -> SequenceClassifier:
    """The classifier that reads texts so. Raises ConfigError where the model cannot."""
    if windows == WHOLE:
        return classifier
    transformer = classifier.transformer
    tokens = transformer.tokens
    outer = len(tokens.before) + len(tokens.after)
    most = tokens.room + outer
    asked = windows.max_tokens or most
    if not outer < asked <= most:
        raise ConfigError(
            f"This model reads {outer + 1} to {most} tokens at a time, its own {outer} among them.",
            where="--max-tokens", found=asked, do="Give a number between these.",
        )  # fmt: skip
    identity = f"{transformer.identity} max={asked} truncate={windows.truncate}"
    tokens = tokens._replace(room=asked - outer)
    return replace(classifier, transformer=transformer._replace(tokens=tokens, identity=identity))


def tokenised(classifier: SequenceClassifier, texts: Sequence[str], windows: Windows) -> Tokenised:
    """Token ids and what they tell before any model runs."""
    import numpy as np

    tokens = classifier.tokens
    ids = tokens.ids(texts)
    n_tokens = np.fromiter(map(len, ids), np.int64, len(ids))
    share = evidence(texts, tokens, ids)
    return Tokenised(texts, [row[: tokens.room] for row in ids] if windows.truncate else ids, n_tokens, share)


def logits(classifier: SequenceClassifier, given: Tokenised) -> np.ndarray:
    """float32 (n, k), one column for each of the classifier's names."""
    return classifier.logits_of_ids(given.ids)


def to_probabilities(names: Sequence[str], found: np.ndarray, share: np.ndarray) -> np.ndarray:
    """float64 (n, k) of logits and evidence; only sentiment is drawn to a prior."""
    if tuple(names) == LABELS:
        return drawn_to_prior(found, share)
    return softmax(found)
