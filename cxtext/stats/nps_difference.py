"""Two Net Promoter Scores against each other: later minus earlier, each given as its three counts."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, ndtr

from cxtext.errors import StatisticError
from cxtext.stats.checks import z_of
from cxtext.stats.estimate import Difference
from cxtext.stats.nps import ADD_3, NAN, Counts, checked, nps_score_value, nps_variance, score_limits

MAX_TABLES = 5_000_000


def nps_difference(
    before: tuple[float, float, float], after: tuple[float, float, float], level: float = 0.95
) -> Difference:
    """Two independent waves or segments: MOVER of their score limits, the default.

    L = d - sqrt((t2 - l2)^2 + (u1 - t1)^2), U = d + sqrt((u2 - t2)^2 + (t1 - l1)^2), l and u score limits.
    p = 2 (1 - Phi(z*)), z* being where a limit meets 0, so that p and interval never disagree. NaN for an
    empty sample. Effective counts serve weighted samples.

    >>> d = nps_difference((30, 50, 20), (45, 35, 20))
    >>> round(d.value, 1), round(d.low, 2), round(d.high, 2), round(d.p, 4)
    (15.0, -5.64, 34.92, 0.1531)
    """
    one, two = checked(*before), checked(*after)
    if not one.n or not two.n:
        return Difference(NAN, NAN, NAN, NAN)
    d = nps_score_value(*two) - nps_score_value(*one)
    low, high = _mover(one, two, z_of(level))
    return Difference(d, low, high, _inverted_p(one, two, d))


def _mover(one: Counts, two: Counts, z: float) -> tuple[float, float]:
    promoters, passives, detractors = np.array([one, two]).T
    lows, highs = score_limits(promoters, passives, detractors, z=z)
    t1, t2 = nps_score_value(*one), nps_score_value(*two)
    low = t2 - t1 - math.hypot(t2 - lows[1], highs[0] - t1)
    high = t2 - t1 + math.hypot(highs[1] - t2, t1 - lows[0])
    return float(low), float(high)


def _inverted_p(one: Counts, two: Counts, d: float) -> float:
    if d == 0:
        return 1.0
    side = 0 if d > 0 else 1

    def limit(z: float) -> float:
        return _mover(one, two, z)[side]

    top = 1.0
    while limit(top) * d > 0:
        top *= 2
        if top > 40:  # Phi(-40) is 0 in floating point
            return 0.0
    return 2 * float(ndtr(-brentq(limit, 0.0, top, xtol=1e-13, rtol=1e-14)))


def nps_difference_adjusted_wald(
    before: tuple[float, float, float],
    after: tuple[float, float, float],
    level: float = 0.95,
    added: Counts = ADD_3,
) -> Difference:
    """Wald's interval after adding ``added`` answers to each sample; ``Counts(0, 0, 0)`` is Wald itself.

    ``value`` is the adjusted difference, in the centre of the interval; SE = 100 sqrt(V1/n1 + V2/n2).
    """
    one, two = (
        Counts(*(a + b for a, b in zip(checked(*sample), added, strict=True))) for sample in (before, after)
    )
    if not one.n or not two.n:
        return Difference(NAN, NAN, NAN, NAN)
    d = nps_score_value(*two) - nps_score_value(*one)
    se = 100 * math.sqrt(nps_variance(*one) / one.n + nps_variance(*two) / two.n)
    half = z_of(level) * se
    z = d / se if se else NAN
    return Difference(d, d - half, d + half, 2 * float(ndtr(-abs(z))), se, z)


def nps_permutation_p(before: tuple[int, int, int], after: tuple[int, int, int]) -> float:
    """Exact permutation p: over all splits of the pooled answers, those at least as far apart as seen.

    It tests equal distributions, not only equal scores. Whole counts; refused beyond 5 million tables.

    >>> round(nps_permutation_p((6, 3, 3), (2, 3, 7)), 6)
    0.10224
    """
    one, two = checked(*before), checked(*after)
    if any(v != int(v) for v in (*one, *two)):
        raise StatisticError("A permutation test needs whole counts.", found=(before, after))
    if not one.n or not two.n:
        return NAN
    pooled = [int(a + b) for a, b in zip(one, two, strict=True)]
    if (pooled[0] + 1) * (pooled[2] + 1) > MAX_TABLES:
        raise StatisticError(
            "Too many answers for the exact permutation test.", found=sum(pooled),
            do="Use nps_difference.",
        )  # fmt: skip
    n1, n2 = int(one.n), int(two.n)
    p = np.arange(pooled[0] + 1)[:, None]
    d = np.arange(pooled[2] + 1)[None, :]
    middle = n1 - p - d
    possible = (middle >= 0) & (middle <= pooled[1])
    middle = np.where(possible, middle, 0)
    log = (
        _log_choose(pooled[0], p) + _log_choose(pooled[1], middle) + _log_choose(pooled[2], d)
        - _log_choose(n1 + n2, np.array(n1))
    )  # fmt: skip
    # integers: (NPS2 - NPS1) n1 n2
    apart = np.abs((pooled[0] - p - pooled[2] + d) * n1 - (p - d) * n2)
    seen = abs((two.promoters - two.detractors) * n1 - (one.promoters - one.detractors) * n2)
    return float(min(np.exp(log[possible & (apart >= seen)]).sum(), 1.0))


def _log_choose(n: int, k: np.ndarray) -> np.ndarray:
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
