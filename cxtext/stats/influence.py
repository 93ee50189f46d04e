"""Standard errors from influence values: an estimate is its target plus the mean of n influence values."""

from __future__ import annotations

import numpy as np

from cxtext.stats.checks import cluster_codes


def standard_error(phi: np.ndarray, clusters: object | None = None) -> np.ndarray:
    """sqrt(G/(G-1) sum over clusters of (sum of phi)^2)/n, for each column of phi (n, k).

    Without clusters every row is its own, so that SE^2 = sum phi^2/(n (n - 1)). NaN for fewer than two.
    """
    n = len(phi)
    if clusters is None:
        groups, sums = n, phi
    else:
        codes, groups = cluster_codes(n, clusters)
        order = np.argsort(codes, kind="stable")
        starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
        sums = np.add.reduceat(phi[order], starts, axis=0)
    if groups < 2:
        return np.full(phi.shape[1:], np.nan)
    return np.sqrt(groups / (groups - 1) * np.einsum("i...,i...->...", sums, sums)) / n
