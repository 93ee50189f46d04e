"""Intervals for one share and for the difference of two. Shares run from 0 to 1; counts may be fractions.

A weighted share takes its effective counts: ``wilson(share * n_eff, n_eff)``.
"""

from __future__ import annotations

import math

from cxtext.errors import StatisticError
from cxtext.stats.checks import counts, z_of
from cxtext.stats.estimate import Difference, Interval, Significance

NAN = float("nan")


def _share_counts(count: float, n: float) -> tuple[float, float]:
    count, n = (float(v) for v in counts([count, n], "count, n"))
    # weighted counts reach n only up to rounding
    if count > n * (1 + 1e-12):
        raise StatisticError("The count cannot exceed its base.", where="count", found=f"{count} of {n}")
    return min(count, n), n


def _statsmodels(count: float, n: float, level: float, method: str) -> Interval:
    from statsmodels.stats.proportion import proportion_confint

    z_of(level)
    count, n = _share_counts(count, n)
    if n == 0:
        return Interval(NAN, NAN)
    low, high = proportion_confint(count, n, alpha=1 - level, method=method)
    low = 0.0 if count == 0 and method != "agresti_coull" else float(low)
    high = 1.0 if count == n and method != "agresti_coull" else float(high)
    return Interval(max(low, 0.0), min(high, 1.0))


def wilson(count: float, n: float, level: float = 0.95) -> Interval:
    """Wilson's score interval, the default for a share; exactly 0 or 1 at the ends.

    (x + z^2/2)/(n + z^2) -+ z/(n + z^2) sqrt(x (n - x)/n + z^2/4)

    >>> [round(v, 4) for v in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    return _statsmodels(count, n, level, "wilson")


def wilson_continuity(count: float, n: float, level: float = 0.95) -> Interval:
    """Wilson's interval with continuity correction, as R's prop.test has it by default. Wider.

    (2x + z^2 -+ 1 -+ z sqrt(z^2 -+ 2 - 1/n + 4 p (n (1 - p) +- 1))) / (2 (n + z^2))   (Newcombe 1998)
    """
    z = z_of(level)
    count, n = _share_counts(count, n)
    if n == 0:
        return Interval(NAN, NAN)
    p, q = count / n, 1 - count / n
    below = z * z - 2 - 1 / n + 4 * p * (n * q + 1)
    above = z * z + 2 - 1 / n + 4 * p * (n * q - 1)
    low = (2 * count + z * z - 1 - z * math.sqrt(max(below, 0.0))) / (2 * (n + z * z))
    high = (2 * count + z * z + 1 + z * math.sqrt(max(above, 0.0))) / (2 * (n + z * z))
    return Interval(0.0 if count == 0 else max(low, 0.0), 1.0 if count == n else min(high, 1.0))


def clopper_pearson(count: float, n: float, level: float = 0.95) -> Interval:
    """The exact (conservative) interval: beta quantiles B(a/2; x, n-x+1) and B(1-a/2; x+1, n-x)."""
    return _statsmodels(count, n, level, "beta")


def jeffreys(count: float, n: float, level: float = 0.95) -> Interval:
    """Equal-tailed interval of the posterior Beta(x + 1/2, n - x + 1/2), with 0 and 1 at the ends."""
    return _statsmodels(count, n, level, "jeffreys")


def agresti_coull(count: float, n: float, level: float = 0.95) -> Interval:
    """Wald's interval around (x + z^2/2)/(n + z^2), clipped to 0..1."""
    return _statsmodels(count, n, level, "agresti_coull")


def rule_of_three(n: float) -> float:
    """A quick 95 % upper limit where nothing was seen in n: 3/n.

    >>> rule_of_three(20)
    0.15
    """
    _, n = _share_counts(0, n)
    return min(3 / n, 1.0) if n else NAN


def newcombe(first: tuple[float, float], second: tuple[float, float], level: float = 0.95) -> Difference:
    """Share of ``first`` minus share of ``second``, each (count, n): Newcombe's hybrid score (method 10).

    L = d - sqrt((p1 - l1)^2 + (u2 - p2)^2), U = d + sqrt((u1 - p1)^2 + (p2 - l2)^2), l and u Wilson limits.
    p is that of the pooled score test, see ``pooled_test``.

    >>> d = newcombe((56, 70), (48, 80))
    >>> round(d.low, 4), round(d.high, 4)
    (0.0524, 0.3339)
    """
    x1, n1 = _share_counts(*first)
    x2, n2 = _share_counts(*second)
    if n1 == 0 or n2 == 0:
        return Difference(NAN, NAN, NAN, NAN)
    p1, p2 = x1 / n1, x2 / n2
    one, two = wilson(x1, n1, level), wilson(x2, n2, level)
    d = p1 - p2
    low = d - math.hypot(p1 - one.low, two.high - p2)
    high = d + math.hypot(one.high - p1, p2 - two.low)
    test = pooled_test((x1, n1), (x2, n2))
    return Difference(d, max(low, -1.0), min(high, 1.0), test.p, statistic=test.statistic)


def pooled_test(first: tuple[float, float], second: tuple[float, float]) -> Significance:
    """z of two shares with the pooled variance: (p1 - p2)/sqrt(p (1 - p) (1/n1 + 1/n2)). NaN at p = 0, 1."""
    from scipy.special import ndtr

    (x1, n1), (x2, n2) = _share_counts(*first), _share_counts(*second)
    if n1 == 0 or n2 == 0:
        return Significance(NAN, NAN)
    pooled = (x1 + x2) / (n1 + n2)
    se = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    if se == 0:
        return Significance(NAN, NAN)
    z = (x1 / n1 - x2 / n2) / se
    return Significance(z, 2 * float(ndtr(-abs(z))))


def cohen_h(first: float, second: float) -> float:
    """Effect size of two shares: 2 asin(sqrt(p1)) - 2 asin(sqrt(p2)).

    >>> round(cohen_h(0.7, 0.62), 6)
    0.169151
    """
    for share in (first, second):
        if not 0 <= share <= 1:
            raise StatisticError("A share lies between 0 and 1.", where="cohen_h", found=share)
    return 2 * math.asin(math.sqrt(first)) - 2 * math.asin(math.sqrt(second))
