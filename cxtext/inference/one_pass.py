"""Vectors and sentiment of texts in one pass, with what the cache already knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxtext.inference.cache import read_rows, write_rows
from cxtext.inference.classifier import Classifier, Head, probabilities
from cxtext.inference.encoder import Encoder
from cxtext.inference.forward import Progress

if TYPE_CHECKING:
    import numpy as np


class Inferred(NamedTuple):
    """One row a text."""

    vectors: np.ndarray  # float32 (n, d), L2-normalised
    probabilities: np.ndarray  # float64 (n, 3): negative, neutral, positive
    n_tokens: np.ndarray  # int (n,)
    n_windows: np.ndarray  # int (n,)


def infer(
    texts: Sequence[str],
    encoder: Encoder,
    classifier: Classifier,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Inferred:
    """Each distinct text goes through the encoder once; a head on the same encoder costs nothing more.

    ``cache`` is a folder (see cache.py) or None for none. A classifier with a model of its own takes a
    second pass; ``progress`` then counts twice.
    """
    vectors, n_tokens, n_windows = embed(texts, encoder, cache, progress)
    if isinstance(classifier, Head) and classifier.encoder.identity == encoder.identity:
        logits = classifier.logits_of(vectors)
    else:
        logits = _cached(texts, classifier.identity, 3, classifier.logits, cache, progress)
    return Inferred(vectors, probabilities(classifier, texts, logits), n_tokens, n_windows)


def embed(
    texts: Sequence[str], encoder: Encoder, cache: Path | None = None, progress: Progress | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vectors, token counts and window counts of texts; see :meth:`Encoder.run`."""
    import numpy as np

    def compute(missing: Sequence[str], progress: Progress | None) -> np.ndarray:
        return np.column_stack(encoder.run(missing, progress)).astype(np.float32)

    rows = _cached(texts, encoder.identity, encoder.width + 2, compute, cache, progress)
    return rows[:, :-2], rows[:, -2].astype(np.int64), rows[:, -1].astype(np.int64)


def _cached(
    texts: Sequence[str],
    identity: str,
    width: int,
    compute: Callable[[Sequence[str], Progress | None], np.ndarray],
    cache: Path | None,
    progress: Progress | None,
) -> np.ndarray:
    if cache is None:
        return compute(texts, progress)
    rows, found = read_rows(cache, identity, texts, width)
    missing = sorted({text for text, hit in zip(texts, found, strict=True) if not hit})
    if missing:
        fresh = compute(missing, progress)
        write_rows(cache, identity, missing, fresh)
        place = {text: row for row, text in enumerate(missing)}
        gaps = [row for row, hit in enumerate(found) if not hit]
        rows[gaps] = fresh[[place[texts[row]] for row in gaps]]
    return rows
