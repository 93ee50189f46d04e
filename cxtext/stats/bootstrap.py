"""Bias-corrected and accelerated bootstrap, for skewed means: handling time, spend, time on site."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from cxtext.errors import StatisticError
from cxtext.stats.checks import numbers, z_of
from cxtext.stats.estimate import Interval

NAN = float("nan")
CELLS = 5_000_000


class Bootstrap(NamedTuple):
    """Estimate, BCa limits, plain percentile limits, SD of the resamples, and what BCa corrected by."""

    value: float
    low: float
    high: float
    percentile: Interval
    sd: float
    bias: float  # z0
    acceleration: float
    levels: Interval
    resamples: int


def bca(
    values: object,
    statistic: Callable[..., np.ndarray] = np.mean,
    *,
    rng: np.random.Generator | None = None,
    resamples: int = 9999,
    level: float = 0.95,
) -> Bootstrap:
    """BCa limits of ``statistic(array, axis=-1)``; without ``rng`` all n^n resamples (up to a million).

    z0 = Phi^-1(share of resamples below the estimate, ties by half), a = sum d^3/(6 (sum d^2)^1.5) with d the
    jackknife's deviations, levels Phi(z0 + (z0 + z)/(1 - a (z0 + z))), linear quantiles. At least 20 values
    are wanted (``base.Minimums.bootstrap``); none or equal values have no limits.

    >>> b = bca([260, 285, 810, 125, 430, 200])
    >>> round(b.low, 4), b.high
    (223.3333, 620.0)
    """
    x = numbers(values, "values").ravel()
    n = len(x)
    z = z_of(level)
    if rng is None and n > 7:
        raise StatisticError(
            "Too many values to resample them in every way.", where="values", found=n,
            do="Give rng=numpy.random.default_rng(seed).",
        )  # fmt: skip
    value = float(statistic(x, axis=-1)) if n else NAN
    if n < 2 or np.ptp(x) == 0:
        return Bootstrap(value, NAN, NAN, Interval(NAN, NAN), 0.0, NAN, NAN, Interval(NAN, NAN), 0)
    means = _resampled(x, statistic, rng, resamples)
    ties = np.isclose(means, value, rtol=1e-12, atol=0)
    below = ((means < value) & ~ties).mean() + ties.mean() / 2
    deviations = _jackknife(x, statistic)
    spread = float((deviations**2).sum())
    acceleration = float((deviations**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
    bias = float(ndtri(below))
    shifted = bias + np.array([-z, z])
    levels = ndtr(bias + shifted / (1 - acceleration * shifted))
    plain = np.quantile(means, [0.5 - level / 2, 0.5 + level / 2])
    low, high = np.quantile(means, levels) if np.isfinite(bias) else (NAN, NAN)
    return Bootstrap(
        value, float(low), float(high), Interval(*(float(v) for v in plain)), float(means.std()),
        bias, acceleration, Interval(*(float(v) for v in levels)), len(means),
    )  # fmt: skip


def _resampled(
    x: np.ndarray, statistic: Callable[..., np.ndarray], rng: np.random.Generator | None, resamples: int
) -> np.ndarray:
    n = len(x)
    if rng is None:
        return np.asarray(statistic(x[np.array(list(product(range(n), repeat=n)))], axis=-1))
    step = max(1, CELLS // n)
    sizes = [min(step, resamples - start) for start in range(0, resamples, step)]
    return np.concatenate([statistic(x[rng.integers(0, n, (size, n))], axis=-1) for size in sizes])


def _jackknife(x: np.ndarray, statistic: Callable[..., np.ndarray]) -> np.ndarray:
    if statistic is np.mean:
        return x - x.mean()
    without = np.array([statistic(np.delete(x, i), axis=-1) for i in range(len(x))])
    return without.mean() - without
