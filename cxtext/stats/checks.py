"""Checks of numbers that come in, shared by every statistic."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtri

from cxtext.errors import StatisticError


def z_of(level: float) -> float:
    """The two-sided normal quantile.

    >>> round(z_of(0.95), 9)
    1.959963985
    """
    if not 0 < level < 1:
        raise StatisticError("A confidence level lies between 0 and 1.", where="level", found=level)
    return float(ndtri(0.5 + level / 2))


def counts(values: object, where: str) -> np.ndarray:
    """Counts as floats: finite and not negative; fractions are allowed (weights)."""
    array = numbers(values, where)
    if (array < 0).any():
        raise StatisticError("A count cannot be negative.", where=where, found=array.min())
    return array


def numbers(values: object, where: str) -> np.ndarray:
    """Finite floats; anything else is refused (drop missing values before)."""
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise StatisticError("Not numbers.", where=where, found=error) from error
    if not np.isfinite(array).all():
        bad = array[~np.isfinite(array)].ravel()[0] if array.ndim else float(array)
        raise StatisticError(
            "Numbers must be finite.", where=where, found=bad, do="Drop missing values first."
        )
    return array


def weights_for(n: int, weights: object | None, where: str = "weights") -> np.ndarray:
    """Weights of n rows, 1 where none are given: finite, not negative, of the right length, sum above 0."""
    if weights is None:
        return np.ones(n)
    array = counts(weights, where)
    if array.shape != (n,):
        raise StatisticError("Each row needs one weight.", where=where, found=array.shape)
    if not array.sum() > 0:
        raise StatisticError("At least one weight must be above 0.", where=where, found=array.sum())
    return array


def total_of(values: np.ndarray) -> float:
    """The sum, correctly rounded, so that the order of rows does not matter."""
    return math.fsum(values.tolist())


def cluster_codes(n: int, clusters: object) -> tuple[np.ndarray, int]:
    """Clusters as 0..G-1 and G; one label a row."""
    labels = np.asarray(clusters)
    if labels.shape != (n,):
        raise StatisticError("Each row needs one cluster.", where="clusters", found=labels.shape)
    unique, codes = np.unique(labels, return_inverse=True)
    return codes.reshape(n), len(unique)
