"""Did a change work? Staged rollouts (difference in differences) and comparison with a baseline."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit

from cxtext.errors import StatisticError
from cxtext.stats.checks import cluster_codes, numbers, total_of, z_of
from cxtext.stats.estimate import Difference
from cxtext.stats.nps import ADD_3, NAN, Counts, checked, nps_score, nps_score_value, nps_test
from cxtext.stats.nps_difference import nps_difference, nps_difference_adjusted_wald

Triple = tuple[float, float, float]


def nps_difference_in_differences(
    pilot: tuple[Triple, Triple],
    control: tuple[Triple, Triple],
    level: float = 0.95,
    added: Counts = ADD_3,
) -> Difference:
    """(after - before) in the pilot minus (after - before) in the control; each pair is (before, after).

    ``value`` is the plain difference; limits and p are adjusted Wald's, with ``added`` answers in each of the
    four samples: SE = 100 sqrt(sum of V_i/n_i). Sites assigned as a whole need the clustered form.

    >>> d = nps_difference_in_differences(((30, 50, 20), (45, 35, 20)), ((33, 47, 20), (36, 46, 18)))
    >>> round(d.value, 6), round(d.low, 3), round(d.high, 3)
    (10.0, -18.269, 37.687)
    """
    arms = [nps_difference_adjusted_wald(*arm, level=level, added=added) for arm in (pilot, control)]
    raw = [nps_score_value(*arm[1]) - nps_score_value(*arm[0]) for arm in (pilot, control)]
    d, se = arms[0].value - arms[1].value, math.hypot(arms[0].se, arms[1].se)
    value = raw[0] - raw[1]
    if math.isnan(value) or not se > 0:
        return Difference(value, NAN, NAN, NAN, se)
    half = z_of(level) * se
    return Difference(value, d - half, d + half, 2 * float(ndtr(-abs(d / se))), se, d / se)


def difference_in_differences(
    y: object, pilot: object, after: object, clusters: object, level: float = 0.95
) -> Difference:
    """The same for any score, one row an answer, robust to sites: t on G - 1 clusters.

    e_i = +-(y_i - mean of its cell)/n of its cell, SE = sqrt(G/(G-1) sum over clusters of (sum of e)^2). NaN
    where one of the four cells is empty or there are fewer than three sites.
    """
    score = numbers(y, "y")
    cell = 2 * np.asarray(pilot, dtype=bool).astype(int) + np.asarray(after, dtype=bool)
    if cell.shape != score.shape:
        raise StatisticError("Each score is pilot or control, before or after.", found=cell.shape)
    codes, groups = cluster_codes(len(score), clusters)
    n = np.bincount(cell, minlength=4)
    if (n == 0).any():
        return Difference(NAN, NAN, NAN, NAN)
    means = np.bincount(cell, score, minlength=4) / n
    signs = np.array([1, -1, -1, 1])
    d = float(signs @ means)
    if groups < 3:
        return Difference(d, NAN, NAN, NAN)
    sums = np.bincount(codes, (signs / n)[cell] * (score - means[cell]), minlength=groups)
    se = math.sqrt(groups / (groups - 1) * total_of(sums**2))
    if not se > 0:
        return Difference(d, NAN, NAN, NAN, se)
    half = float(stdtrit(groups - 1, 0.5 + level / 2)) * se
    return Difference(d, d - half, d + half, 2 * float(stdtr(groups - 1, -abs(d / se))), se, d / se)


def nps_against_baseline(now: Triple, baseline: float | Triple, level: float = 0.95) -> Difference:
    """NPS now minus its baseline: a fixed number (score test) or the counts of a sample (two-sample MOVER).

    A baseline that was itself measured is a sample: give its counts, or its error is left out.

    >>> round(nps_against_baseline((30, 50, 20), 25.0).p, 6)
    0.029377
    """
    if isinstance(baseline, tuple):
        return nps_difference(baseline, now, level)
    counts = checked(*now)
    low, high = nps_score(*counts, level)
    test = nps_test(*counts, target=baseline)
    value = nps_score_value(*now) - baseline
    return Difference(value, low - baseline, high - baseline, test.p, statistic=test.statistic)
