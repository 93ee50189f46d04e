"""A topic against an outcome in a 2 x 2 table: odds ratio, relative risk, attributable fraction.

The cells are always a, b, c, d: with the topic and the outcome; with the topic, without the outcome; without
the topic, with the outcome; with neither.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy.optimize import brentq
from scipy.special import chdtrc, ndtr

from cxtext.stats.checks import counts, z_of

NAN = float("nan")


class Ratio(NamedTuple):
    """A ratio or fraction with its limits, two-sided p of no association, and how they were made."""

    value: float
    low: float
    high: float
    p: float
    method: str


def odds_ratio(
    a: float, b: float, c: float, d: float, level: float = 0.95, smallest_cell: float = 5
) -> Ratio:
    """ad/(bc) with Woolf's limits exp(log OR -+ z sqrt(1/a + 1/b + 1/c + 1/d)).

    With a cell below ``smallest_cell``: Firth's estimate, which here is (a+.5)(d+.5)/((b+.5)(c+.5)), with its
    profile penalised limits and p. NaN where a row or a column of the table is empty.

    >>> odds_ratio(79, 51, 52, 298).method, odds_ratio(7, 0, 20, 40).method
    ('woolf', 'firth')
    """
    a, b, c, d = _cells(a, b, c, d)
    if min(a + b, c + d, a + c, b + d) == 0:
        return Ratio(NAN, NAN, NAN, NAN, "none")
    if min(a, b, c, d) < smallest_cell:
        return _firth(a + 0.5, b + 0.5, c + 0.5, d + 0.5, level)
    log, se = math.log(a * d / (b * c)), math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return _log_limits(log, se, level, "woolf")


def relative_risk(a: float, b: float, c: float, d: float, level: float = 0.95) -> Ratio:
    """(a/(a+b))/(c/(c+d)) with Katz's limits: SE of the log sqrt(1/a - 1/(a+b) + 1/c - 1/(c+d)).

    NaN where the topic is absent or general, or nobody without it has the outcome; without limits for a = 0.

    >>> round(relative_risk(79, 51, 52, 298).value, 6)
    4.090237
    """
    a, b, c, d = _cells(a, b, c, d)
    if a + b == 0 or c + d == 0 or c == 0:
        return Ratio(NAN, NAN, NAN, NAN, "none")
    if a == 0:
        return Ratio(0.0, NAN, NAN, NAN, "none")
    log = math.log(a * (c + d) / (c * (a + b)))
    return _log_limits(log, math.sqrt(b / (a * (a + b)) + d / (c * (c + d))), level, "katz")


def attributable_fraction(
    a: float, b: float, c: float, d: float, level: float = 0.95, log_limits: bool = False
) -> Ratio:
    """The share of the outcome that goes with the topic: PAF = 1 - p0/pbar = (a/(a+c)) (1 - 1/RR).

    p0 = c/(c+d) of n0 = c+d without the topic, pbar = (a+c)/N. SE = (p0/pbar) sqrt((1 - p0)/(n0 p0) +
    (1 - pbar)/(N pbar) - 2 (1 - p0)/(N pbar)); Wald limits, or those of log(1 - PAF). Negative for a
    protective topic: it is not clipped. Fractions of several topics do not add up. NaN without outcomes.

    >>> round(attributable_fraction(79, 51, 52, 298).value, 6)
    0.455616
    """
    a, b, c, d = _cells(a, b, c, d)
    n, n0 = a + b + c + d, c + d
    if n0 == 0 or a + c == 0:
        return Ratio(NAN, NAN, NAN, NAN, "none")
    p0, mean = c / n0, (a + c) / n
    value = 1 - p0 / mean
    if c == 0:
        return Ratio(value, NAN, NAN, NAN, "none")
    variance = (1 - p0) / (n0 * p0) + (1 - mean) / (n * mean) - 2 * (1 - p0) / (n * mean)
    se = p0 / mean * math.sqrt(max(variance, 0.0))
    p = 2 * float(ndtr(-abs(value) / se)) if se > 0 else NAN
    z = z_of(level)
    if not log_limits:
        return Ratio(value, value - z * se, value + z * se, p, "wald")
    factor = math.exp(z * se / (1 - value))
    return Ratio(value, 1 - (1 - value) * factor, 1 - (1 - value) / factor, p, "log")


def _firth(a: float, b: float, c: float, d: float, level: float) -> Ratio:
    # In a 2 x 2 table Firth's penalised likelihood is the likelihood of the table with 1/2 in each cell. For
    # a log odds ratio the margins then fix the odds without the topic by a quadratic.
    def likelihood(log_odds: float) -> float:
        k, outcome, none = math.exp(log_odds), a + c, b + d
        middle = k * (a + b) + (c + d) - outcome * (1 + k)
        root = math.sqrt(middle * middle + 4 * k * none * outcome)
        # the form without cancellation
        odds = 2 * outcome / (middle + root) if middle > 0 else (root - middle) / (2 * k * none)
        return (
            a * math.log(k * odds) - (a + b) * math.log1p(k * odds)
            + c * math.log(odds) - (c + d) * math.log1p(odds)
        )  # fmt: skip

    best = math.log(a * d / (b * c))
    top, drop = likelihood(best), z_of(level) ** 2 / 2

    def limit(side: int) -> float:
        step = 1.0
        while top - likelihood(best + side * step) < drop:
            step *= 2
        reach = brentq(lambda v: top - likelihood(best + side * v) - drop, 0.0, step, xtol=1e-13, rtol=1e-14)
        return math.exp(best + side * float(reach))

    p = float(chdtrc(1, max(2 * (top - likelihood(0.0)), 0.0)))
    return Ratio(math.exp(best), limit(-1), limit(1), p, "firth")


def _log_limits(log: float, se: float, level: float, method: str) -> Ratio:
    half = z_of(level) * se
    p = 2 * float(ndtr(-abs(log) / se)) if se > 0 else NAN
    return Ratio(math.exp(log), math.exp(log - half), math.exp(log + half), p, method)


def _cells(a: float, b: float, c: float, d: float) -> tuple[float, float, float, float]:
    first, second, third, fourth = (float(v) for v in counts([a, b, c, d], "cells"))
    return first, second, third, fourth
