"""Adjusted p-values for a family of tests. NaN is not a test: it is left out of m and stays NaN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from cxtext.errors import StatisticError


def benjamini_hochberg(p: Sequence[float] | np.ndarray) -> np.ndarray:
    """q-values: the smallest over j >= i of m p_(j)/j, at most 1. The default for exploration.

    >>> benjamini_hochberg([0.01, float("nan"), 0.04]).tolist()
    [0.02, nan, 0.04]
    """
    return _false_discovery(p, "bh")


def benjamini_yekutieli(p: Sequence[float] | np.ndarray) -> np.ndarray:
    """As Benjamini-Hochberg, times 1 + 1/2 + ... + 1/m: holds under any dependence.

    >>> benjamini_yekutieli([0.01, 0.04]).round(6).tolist()
    [0.03, 0.06]
    """
    return _false_discovery(p, "by")


def holm(p: Sequence[float] | np.ndarray) -> np.ndarray:
    """Holm's: the largest over j <= i of (m - j + 1) p_(j), at most 1. For a few confirmatory tests.

    >>> holm([0.01, 0.04]).tolist()
    [0.02, 0.04]
    """
    values, known = _checked(p)
    order = np.argsort(values[known], kind="stable")
    steps = values[known][order] * np.arange(len(order), 0, -1)
    adjusted, where = np.full(values.shape, np.nan), np.flatnonzero(known)[order]
    adjusted[where] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def _false_discovery(p: Sequence[float] | np.ndarray, method: Literal["bh", "by"]) -> np.ndarray:
    from scipy.stats import false_discovery_control

    values, known = _checked(p)
    adjusted = np.full(values.shape, np.nan)
    if known.any():
        adjusted[known] = false_discovery_control(values[known], method=method)
    return adjusted


def _checked(p: Sequence[float] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values = np.asarray(p, dtype=float)
    known = ~np.isnan(values)
    if values.ndim != 1 or ((values[known] < 0) | (values[known] > 1)).any():
        raise StatisticError("A list of p-values, each between 0 and 1.", where="p", found=values.tolist())
    return values, known
