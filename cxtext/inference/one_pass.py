"""Vectors and sentiment of texts in one pass, with what the cache already knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxtext.inference.cache import read_rows, write_rows
from cxtext.inference.classifier import SequenceClassifier, drawn_to_prior, probabilities
from cxtext.inference.encoder import Encoded, Encoder
from cxtext.inference.evidence import evidence
from cxtext.inference.forward import Progress
from cxtext.inference.labels import regroup

if TYPE_CHECKING:
    import numpy as np

Compute = Callable[[Sequence[str], Progress | None], "list[np.ndarray]"]


class Inferred(NamedTuple):
    """One row a text."""

    vectors: np.ndarray  # float32 (n, d), L2-normalised
    probabilities: np.ndarray  # float64 (n, 3): negative, neutral, positive
    n_tokens: np.ndarray  # int (n,)
    n_windows: np.ndarray  # int (n,)
    evidence: np.ndarray  # float64 (n,), of the classifier, see evidence.py


def infer(
    texts: Sequence[str],
    encoder: Encoder,
    classifier: SequenceClassifier,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Inferred:
    """Each distinct text goes once through the layers that encoder and classifier share.

    ``cache`` is a folder (see cache.py) or None for none. A classifier that shares none takes a second pass;
    ``progress`` then counts twice.
    """
    branch = classifier.branch
    if branch is None or branch.encoder != encoder.identity:
        vectors, n_tokens, n_windows = embed(texts, encoder, cache, progress)
        p = classify(texts, classifier, cache, progress)
        return Inferred(vectors, p, n_tokens, n_windows, evidence(texts, classifier.tokens))

    def compute(missing: Sequence[str], told: Progress | None) -> list[np.ndarray]:
        encoded = encoder.run(missing, told, branch)
        return [_row(encoded), regroup(encoded.logits, classifier.labels)]

    widths = {encoder.identity: encoder.width + 2, classifier.identity: 3}
    rows, logits = _cached(texts, widths, compute, cache, progress)
    vectors, n_tokens, n_windows = _unpack(rows)
    share = evidence(texts, classifier.tokens)
    return Inferred(vectors, drawn_to_prior(logits, share), n_tokens, n_windows, share)


def embed(
    texts: Sequence[str], encoder: Encoder, cache: Path | None = None, progress: Progress | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vectors, token counts and window counts of texts; see :meth:`Encoder.run`."""
    widths = {encoder.identity: encoder.width + 2}
    rows = _cached(texts, widths, lambda missing, told: [_row(encoder.run(missing, told))], cache, progress)
    return _unpack(rows[0])


def classify(
    texts: Sequence[str],
    classifier: SequenceClassifier,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """Probabilities, float64 (n, 3): negative, neutral, positive."""
    widths = {classifier.identity: 3}
    rows = _cached(texts, widths, lambda *missing: [classifier.logits(*missing)], cache, progress)
    return probabilities(classifier, texts, rows[0])


def _row(encoded: Encoded) -> np.ndarray:
    import numpy as np

    return np.column_stack([encoded.vectors, encoded.n_tokens, encoded.n_windows]).astype(np.float32)


def _unpack(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return rows[:, :-2], rows[:, -2].astype("int64"), rows[:, -1].astype("int64")


def _cached(
    texts: Sequence[str],
    widths: dict[str, int],
    compute: Compute,
    cache: Path | None,
    progress: Progress | None,
) -> list[np.ndarray]:
    """float32 (n, width) for each identity in ``widths``; ``compute`` is asked for what the cache lacks."""
    import numpy as np

    unique = sorted(set(texts))
    held = np.zeros((len(unique), sum(widths.values())), np.float32)
    found = np.full(len(unique), cache is not None)
    cuts = [slice(a, b) for a, b in pairwise(accumulate(widths.values(), initial=0))]
    if cache is not None:
        for identity, cut in zip(widths, cuts, strict=True):
            held[:, cut], hit = read_rows(cache, identity, unique, cut.stop - cut.start)
            found &= hit
    missing = [text for text, hit in zip(unique, found, strict=True) if not hit]
    if missing:
        held[~found] = np.concatenate(compute(missing, progress), axis=1)
        if cache is not None:
            for identity, cut in zip(widths, cuts, strict=True):
                write_rows(cache, identity, missing, held[~found, cut])
    place = {text: row for row, text in enumerate(unique)}
    rows = held[[place[text] for text in texts]]
    return [rows[:, cut] for cut in cuts]
