"""Adjusted p-values for a family of tests. NaN is not a test: it is left out of m and stays NaN."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cxtext.errors import StatisticError


def benjamini_hochberg(p: Sequence[float] | np.ndarray) -> np.ndarray:
    """q-values: the smallest over j >= i of m p_(j)/j, at most 1. The default for exploration.

    >>> benjamini_hochberg([0.01, float("nan"), 0.04]).tolist()
    [0.02, nan, 0.04]
    """
    return _adjust(p, "fdr_bh")


def benjamini_yekutieli(p: Sequence[float] | np.ndarray) -> np.ndarray:
    """As Benjamini-Hochberg, times 1 + 1/2 + ... + 1/m: holds under any dependence."""
    return _adjust(p, "fdr_by")


def holm(p: Sequence[float] | np.ndarray) -> np.ndarray:
    """Holm's: the largest over j <= i of (m - j + 1) p_(j), at most 1. For a few confirmatory tests."""
    return _adjust(p, "holm")


def _adjust(p: Sequence[float] | np.ndarray, method: str) -> np.ndarray:
    from statsmodels.stats.multitest import multipletests

    values = np.asarray(p, dtype=float)
    known = ~np.isnan(values)
    if ((values[known] < 0) | (values[known] > 1)).any():
        raise StatisticError("A p-value lies between 0 and 1.", where="p", found=values.tolist())
    adjusted = np.full(values.shape, np.nan)
    if known.any():
        adjusted[known] = np.minimum(multipletests(values[known], method=method)[1], 1.0)
    return adjusted
