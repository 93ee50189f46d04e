"""Topics that are mentioned by the same people cannot be told apart: they enter the model as one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

TOO_ALIKE = 0.9  # correlation above which two columns count as one


class Twins(NamedTuple):
    """``x`` (n, m) with twins merged; ``of`` (k,) the merged column of each; ``others`` each one's twins."""

    x: np.ndarray
    of: np.ndarray
    others: list[list[int]]


def merge_twins(x: np.ndarray) -> Twins:
    """Columns that correlate above 0.9, directly or through a third, become their union.

    >>> merge_twins(np.array([[1, 1, 0], [1, 1, 1], [0, 0, 1], [0, 0, 0]])).of.tolist()
    [0, 0, 1]
    """
    from scipy.sparse.csgraph import connected_components

    k = x.shape[1]
    if k < 2:
        return Twins(x, np.arange(k), [[] for _ in range(k)])
    with np.errstate(invalid="ignore", divide="ignore"):
        correlation = np.nan_to_num(np.corrcoef(x.astype(float), rowvar=False))
    _, of = connected_components(correlation > TOO_ALIKE, directed=False)
    merged = np.stack([x[:, of == group].max(axis=1) for group in range(of.max() + 1)], axis=1)
    others = [[int(i) for i in np.flatnonzero(of == of[j]) if i != j] for j in range(k)]
    return Twins(merged, of, others)
