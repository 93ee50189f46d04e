"""Whether a share moves along an ordered variable, or differs between two groups: one slope and its test."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from cxtext.errors import StatisticError
from cxtext.stats.checks import cluster_codes, numbers, z_of
from cxtext.stats.estimate import Difference

NAN = float("nan")


def share_slope(
    x: np.ndarray, y: np.ndarray, clusters: object | None = None, level: float = 0.95
) -> Difference:
    """The slope of a share, per unit of ``x``, with the Cochran-Armitage test of no slope.

    Parameters
    ----------
    x
        (n,) finite: the period's number, or 0 and 1 for two groups.
    y
        (n,) 0 or 1.
    clusters
        (n,) who each row is about; rows of one are summed before squaring. None: every row is its own.

    The statistic is z = U / sqrt(V), U = sum (x - mean x)(y - mean y), V = p(1 - p) sum (x - mean x)^2
    (Cochran 1954; Armitage 1955; the score test of the logistic slope, Agresti 2013, section 5.3.5). For x
    of 0 and 1 it is the pooled test of two shares. Where a cluster has several rows, V is the sum over
    clusters of their squared contributions to U (Boos 1992). The slope is U / sum (x - mean x)^2, so for two
    groups the difference of their shares; its limits are Wald's, from residuals summed in clusters
    (HC0-like). All NaN where x or y does not vary.

    >>> x = np.repeat([0, 1], [80, 70]); y = np.concatenate([np.arange(80) < 48, np.arange(70) < 56])
    >>> d = share_slope(x, y)
    >>> round(d.value, 4), round(d.statistic, 4)  # 56/70 - 48/80; the pooled z
    (0.2, 2.6502)
    """
    z = z_of(level)
    x, y = numbers(x, "x"), numbers(y, "y")
    if x.ndim != 1 or x.shape != y.shape or not np.isin(y, (0, 1)).all():
        raise StatisticError(
            "One number and one 0 or 1 a row.", where="share_slope", found=(x.shape, y.shape)
        )
    n = len(x)
    if n == 0 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return Difference(NAN, NAN, NAN, NAN)
    code, groups = (np.arange(n), n) if clusters is None else cluster_codes(n, clusters)
    from_mean, p = x - x.mean(), float(y.mean())
    spread = float(from_mean @ from_mean)
    under_null = from_mean * (y - p)
    u = float(under_null.sum())
    repeated = groups < n
    variance = _summed(under_null, code, groups) if repeated else p * (1 - p) * spread
    slope = u / spread
    rest = from_mean * (y - p - slope * from_mean)
    se = math.sqrt(_summed(rest, code, groups)) / spread
    statistic = u / math.sqrt(variance) if variance > 0 else NAN
    chance = 2 * float(ndtr(-abs(statistic))) if variance > 0 else NAN
    return Difference(slope, slope - z * se, slope + z * se, chance, se=se, statistic=statistic)


def _summed(values: np.ndarray, code: np.ndarray, groups: int) -> float:
    """Squares of the sums within clusters, added up."""
    total = np.bincount(code, weights=values, minlength=groups)
    return float(total @ total)
