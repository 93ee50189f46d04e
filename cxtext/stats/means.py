"""Means with their limits; weights and clusters where there are any."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from cxtext.errors import StatisticError
from cxtext.stats.checks import cluster_codes, numbers, total_of, weights_for, z_of
from cxtext.stats.estimate import Difference

NAN = float("nan")


class Mean(NamedTuple):
    """A mean, its standard deviation (n - 1), standard error and limits; df of the t quantile."""

    value: float
    sd: float
    se: float
    low: float
    high: float
    df: int
    n: int
    n_eff: float


def kish(weights: object) -> tuple[float, float]:
    """Effective number of answers (sum w)^2/sum w^2 and design effect n/n_eff; zero weights do not count.

    >>> n_eff, deff = kish([0.5, 0.5, 0.5, 1, 1, 1, 1, 2, 2, 3])
    >>> round(n_eff, 6), round(deff, 6)
    (7.183908, 1.392)
    """
    w = np.asarray(weights, dtype=float)
    w = weights_for(w.size, w)
    w = w[w > 0] / w.max()
    n_eff = total_of(w) ** 2 / total_of(w * w)
    return n_eff, len(w) / n_eff


def mean_interval(
    values: object,
    *,
    weights: object | None = None,
    clusters: object | None = None,
    bounds: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Mean:
    """m = sum(w x)/sum(w), SE = sqrt(G/(G-1) sum over clusters of (sum of w (x - m))^2)/sum(w), t on G - 1.

    Without weights and clusters that is sd/sqrt(n) and Student's interval; G is n without clusters. Limits
    are clipped to ``bounds``, the ends of a scale. No limits (NaN) for one value or where all are equal; no
    value for none. Zero weights do not count.

    >>> m = mean_interval([1] * 5 + [2] * 10 + [3] * 15 + [4] * 40 + [5] * 30)
    >>> round(m.value, 1), round(m.low, 3), round(m.high, 3)
    (3.8, 3.576, 4.024)
    """
    x = numbers(values, "values")
    if x.ndim != 1:
        raise StatisticError("One value a row.", where="values", found=x.shape)
    z_of(level)
    if not len(x):
        return Mean(NAN, NAN, NAN, NAN, NAN, 0, 0, 0.0)
    w = weights_for(len(x), weights)
    used = w > 0
    owner = None if clusters is None else np.asarray(clusters)[used]
    x, w = x[used], w[used] / w.max()
    total = total_of(w)
    value = total_of(w * x) / total
    n = len(x)
    sd = float(np.sqrt(((x - x.mean()) ** 2).sum() / (n - 1))) if n > 1 else NAN
    errors = w * (x - value)
    groups = n
    if owner is not None:
        codes, groups = cluster_codes(n, owner)
        errors = np.bincount(codes, errors, minlength=groups)
    n_eff = total**2 / total_of(w * w)
    if groups < 2:
        return Mean(value, sd, NAN, NAN, NAN, 0, n, n_eff)
    se = math.sqrt(groups / (groups - 1) * total_of(errors**2)) / total
    if np.ptp(x) == 0:
        return Mean(value, 0.0, 0.0, NAN, NAN, groups - 1, n, n_eff)
    half = float(stdtrit(groups - 1, 0.5 + level / 2)) * se
    low, high = value - half, value + half
    if bounds is not None:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    return Mean(value, sd, se, low, high, groups - 1, n, n_eff)


def mean_difference(before: object, after: object, level: float = 0.95) -> Difference:
    """Welch's t: mean of ``after`` minus mean of ``before``, unequal variances.

    SE^2 = s1^2/n1 + s2^2/n2, df by Welch and Satterthwaite. NaN limits below two values or without spread.

    >>> round(mean_difference([1, 2, 3, 4], [3, 4, 5, 6]).p, 4)
    0.071
    """
    return difference_of_means(mean_interval(before), mean_interval(after), level)


def difference_of_means(before: Mean, after: Mean, level: float = 0.95) -> Difference:
    """The same from two results of ``mean_interval``, which may be weighted or clustered."""
    d = after.value - before.value
    se = math.hypot(before.se, after.se)
    if not se > 0:
        return Difference(d, NAN, NAN, NAN, se)
    df = se**4 / sum(m.se**4 / m.df for m in (before, after))
    half = float(stdtrit(df, 0.5 + level / 2)) * se
    return Difference(d, d - half, d + half, 2 * float(stdtr(df, -abs(d / se))), se, d / se)


def paired_difference(before: object, after: object, level: float = 0.95) -> Difference:
    """Mean of after - before over the same respondents, Student's t on n - 1.

    >>> paired_difference([1, 2, 3], [2, 4, 3]).value
    1.0
    """
    one, two = numbers(before, "before"), numbers(after, "after")
    if one.shape != two.shape:
        raise StatisticError("Pairs have two values each.", found=f"{one.shape}, {two.shape}")
    m = mean_interval(two - one, level=level)
    if not m.se > 0:
        return Difference(m.value, NAN, NAN, NAN, m.se)
    t = m.value / m.se
    return Difference(m.value, m.low, m.high, 2 * float(stdtr(m.df, -abs(t))), m.se, t)


def ratio_of_sums(
    numerator: object, denominator: object, *, clusters: object | None = None, level: float = 0.95
) -> Mean:
    """R = sum(y)/sum(x) with the linearised SE sqrt(G/(G-1) sum (y_i - R x_i)^2)/sum(x), t on G - 1.

    No value for a denominator that sums to 0.

    >>> round(ratio_of_sums([120, 30, 60], [200, 100, 60]).value, 4)
    0.5833
    """
    y, x = numbers(numerator, "numerator"), numbers(denominator, "denominator")
    if y.shape != x.shape or y.ndim != 1:
        raise StatisticError("A ratio needs pairs.", found=f"{y.shape}, {x.shape}")
    total = total_of(x)
    if total == 0:
        return Mean(NAN, NAN, NAN, NAN, NAN, 0, len(y), float(len(y)))
    value = total_of(y) / total
    errors, groups = y - value * x, len(y)
    if clusters is not None:
        codes, groups = cluster_codes(len(y), clusters)
        errors = np.bincount(codes, weights=errors, minlength=groups).astype(float)
    if groups < 2:
        return Mean(value, NAN, NAN, NAN, NAN, 0, len(y), float(len(y)))
    se = math.sqrt(groups / (groups - 1) * total_of(errors**2)) / abs(total)
    half = float(stdtrit(groups - 1, 0.5 + level / 2)) * se
    low, high = (value - half, value + half) if se > 0 else (NAN, NAN)
    return Mean(value, NAN, se, low, high, groups - 1, len(y), float(len(y)))
