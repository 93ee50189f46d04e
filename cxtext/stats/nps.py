"""Intervals and the test for one Net Promoter Score, from its three counts. Points, -100 to 100.

Counts may be fractions: weighted answers take their effective counts (see ``nps_survey.py``). The same
functions serve every trinomial score: net sentiment, net satisfaction, top-two minus bottom-two.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from cxtext.errors import StatisticError
from cxtext.stats.checks import counts, z_of
from cxtext.stats.estimate import Interval, Significance

NAN = float("nan")


class Counts(NamedTuple):
    """Promoters, passives, detractors."""

    promoters: float
    passives: float
    detractors: float

    @property
    def n(self) -> float:
        """All three."""
        return self.promoters + self.passives + self.detractors


ADD_3 = Counts(0.75, 1.5, 0.75)  # Rocks 2016; the adjusted Wald of practice
ADD_2 = Counts(0.5, 1.0, 0.5)  # Agresti and Min 2005
ADD_ONE_EACH = Counts(1.0, 1.0, 1.0)


def checked(promoters: float, passives: float, detractors: float) -> Counts:
    """The counts as floats; negative or infinite ones are refused."""
    return Counts(*(float(v) for v in counts([promoters, passives, detractors], "counts")))


def nps_score_value(promoters: float, passives: float, detractors: float) -> float:
    """100 (P - D)/n, from integers, so that 30/50/20 is 10 and not 9.999999999999998. NaN for n = 0.

    >>> nps_score_value(30, 50, 20)
    10.0
    """
    checked(promoters, passives, detractors)
    n = promoters + passives + detractors
    return 100 * (promoters - detractors) / n if n else NAN


def nps_variance(promoters: float, passives: float, detractors: float) -> float:
    """Variance of one answer on -1/0/1: (p + d) - (p - d)^2, divisor n. In points it is 10 000 times that."""
    c = checked(promoters, passives, detractors)
    if not c.n:
        return NAN
    p, d = c.promoters / c.n, c.detractors / c.n
    return max((p + d) - (p - d) ** 2, 0.0)


def nps_wald(promoters: float, passives: float, detractors: float, level: float = 0.95) -> Interval:
    """NPS -+ z 100 sqrt(V/n). Too narrow on small bases: kept under its name for comparison."""
    return _around(checked(promoters, passives, detractors), z_of(level))


def nps_t(promoters: float, passives: float, detractors: float, level: float = 0.95) -> Interval:
    """Student's t on the -1/0/1 scores, variance with n - 1. NaN for n below 2."""
    from scipy.special import stdtrit

    c = checked(promoters, passives, detractors)
    if c.n <= 1:
        return Interval(NAN, NAN)
    z_of(level)
    t = float(stdtrit(c.n - 1, 0.5 + level / 2))
    return _around(c, t * math.sqrt(c.n / (c.n - 1)))


def nps_goodman(promoters: float, passives: float, detractors: float, level: float = 0.95) -> Interval:
    """Goodman's simultaneous interval: Wald with the root of chi-square's quantile on 2 df. Wide."""
    from scipy.special import chdtri

    z_of(level)
    return _around(checked(promoters, passives, detractors), math.sqrt(float(chdtri(2, 1 - level))))


def nps_adjusted_wald(
    promoters: float, passives: float, detractors: float, level: float = 0.95, added: Counts = ADD_3
) -> Interval:
    """Wald's interval after adding 3/4, 3/2, 3/4 answers (or ``added``), clipped to -100..100.

    The closed-form option. It can exclude its own estimate for a single answer.

    >>> [round(v, 2) for v in nps_adjusted_wald(30, 50, 20)]
    [-3.82, 23.24]
    """
    c = checked(promoters, passives, detractors)
    if not c.n:
        return Interval(NAN, NAN)
    low, high = _around(Counts(*(a + b for a, b in zip(c, added, strict=True))), z_of(level))
    return Interval(max(low, -100.0), min(high, 100.0))


def nps_score(promoters: float, passives: float, detractors: float, level: float = 0.95) -> Interval:
    """Tango's score interval (1998), the default: near-exact coverage from n = 10 on. NaN for n = 0.

    With D = b and P = c of n: A = 2n, B = -b - c + (2n - c + b) t, C = -b t (1 - t),
    q = (sqrt(B^2 - 4AC) - B)/(2A), T(t) = (c - b - n t)/sqrt(n (2q + t (1 - t))); the limits solve T = -+z.

    >>> [round(v, 2) for v in nps_score(30, 50, 20)]
    [-3.91, 23.52]
    """
    low, high = score_limits(*checked(promoters, passives, detractors), level)
    return Interval(float(low), float(high))


def score_limits(
    promoters: np.ndarray | float,
    passives: np.ndarray | float,
    detractors: np.ndarray | float,
    level: float = 0.95,
    z: np.ndarray | float | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """``nps_score`` for arrays of counts at once; ``z`` instead of ``level`` where it is known."""
    z = z_of(level) if z is None else z
    c, m, b, z = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (promoters, passives, detractors, z))
    )
    n = c + m + b
    with np.errstate(invalid="ignore", divide="ignore"):
        estimate = (c - b) / n
    low = _solve(c, b, n, z, -np.ones_like(n), estimate)
    high = _solve(c, b, n, -z, estimate, np.ones_like(n))
    low = np.where((b == n) & (n > 0), -1.0, low)
    high = np.where((c == n) & (n > 0), 1.0, high)
    return 100 * low, 100 * high


def _solve(
    c: np.ndarray, b: np.ndarray, n: np.ndarray, z: np.ndarray, low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    # T falls in t, so c - b - nt - z s(t) changes sign once; bisection gains a bit a step
    for _ in range(60):
        middle = (low + high) / 2
        above = (c - b - n * middle) > z * _score_sd(c, b, n, middle)
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2


def _score_sd(c: np.ndarray, b: np.ndarray, n: np.ndarray, t: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        half = -b - c + (2 * n - c + b) * t
        root = np.sqrt(np.maximum(half * half + 8 * n * b * t * (1 - t), 0.0))
        q = (root - half) / (4 * n)
        return np.sqrt(np.maximum(n * (2 * q + t * (1 - t)), 0.0))


def nps_test(promoters: float, passives: float, detractors: float, target: float = 0.0) -> Significance:
    """Score test of NPS against a fixed target in points; against 0 it is McNemar's without continuity.

    NaN where the variance under the target is 0 (for example all passives against 0).

    >>> nps_test(30, 50, 20).p < 0.16
    True
    """
    if not -100 < target < 100:
        raise StatisticError("A target lies between -100 and 100.", where="target", found=target)
    c = checked(promoters, passives, detractors)
    theta = np.asarray(target / 100)
    sd = float(_score_sd(np.asarray(c.promoters), np.asarray(c.detractors), np.asarray(c.n), theta))
    if not sd > 0:
        return Significance(NAN, NAN)
    z = (c.promoters - c.detractors - c.n * target / 100) / sd
    return Significance(z, 2 * float(ndtr(-abs(z))))


def nps_wald_test(promoters: float, passives: float, detractors: float, target: float = 0.0) -> Significance:
    """(NPS - target)/SE with the observed variance. NaN where it is 0. Too liberal on small bases."""
    c = checked(promoters, passives, detractors)
    sd = 100 * math.sqrt(nps_variance(*c) / c.n) if c.n else 0.0
    if not sd > 0:
        return Significance(NAN, NAN)
    z = (nps_score_value(*c) - target) / sd
    return Significance(z, 2 * float(ndtr(-abs(z))))


def _around(c: Counts, multiplier: float) -> Interval:
    if not c.n:
        return Interval(NAN, NAN)
    half = multiplier * 100 * math.sqrt(nps_variance(*c) / c.n)
    centre = nps_score_value(*c)
    return Interval(centre - half, centre + half)
