"""Net Promoter Scores from weighted, clustered and paired answers, each answer as -1, 0 or 1."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit

from cxtext.errors import StatisticError
from cxtext.stats.base import DEFAULT, Minimums
from cxtext.stats.checks import cluster_codes, numbers, total_of, weights_for, z_of
from cxtext.stats.estimate import Difference, Interval
from cxtext.stats.means import kish, mean_interval, paired_difference
from cxtext.stats.nps import NAN, Counts, nps_score, nps_variance


class SurveyNps(NamedTuple):
    """NPS in points, its linearised SE, limits, answers, effective answers and how the limits were made.

    ``counts`` are effective counts: shares times n_eff; give them to any function of ``nps``.
    """

    value: float
    se: float
    low: float
    high: float
    n: int
    n_eff: float
    deff: float
    counts: Counts
    method: str


def nps_weighted(answers: object, weights: object, level: float = 0.95) -> SurveyNps:
    """100 sum(w x)/sum(w); score limits on shares x Kish's n_eff; SE as R's svymean.

    SE = 100 sqrt(n/(n - 1) sum w^2 (x - m)^2)/sum(w). The weights' scale does not matter; rows of
    weight 0 do not count. No value without answers.

    >>> x = [1, 1, 0, -1, 1, 0, 1, -1, 0, 1]
    >>> round(nps_weighted(x, [.5, .5, .5, 1, 1, 1, 1, 2, 2, 3]).value, 6)
    24.0
    """
    x = _signs(answers)
    if not len(x):
        return _none()
    w = weights_for(len(x), weights)
    m = mean_interval(x, weights=w, level=level)
    n_eff, deff = kish(w)
    counts = _counts(x, w, n_eff)
    limits = nps_score(*counts, level)
    return SurveyNps(100 * m.value, 100 * m.se, *limits, m.n, n_eff, deff, counts, "score, Kish n")


def nps_clustered(
    answers: object,
    clusters: object,
    weights: object | None = None,
    level: float = 0.95,
    minimums: Minimums = DEFAULT,
) -> SurveyNps:
    """Several answers a customer or store: SE = 100 sqrt(G/(G-1) sum over clusters of e_g^2)/sum(w).

    Limits NPS -+ z SE from 30 clusters on, with t on G - 1 below, clipped to -100..100. n_eff = V/SE^2. Where
    all answers are equal, the score limits of G answers.

    >>> c = nps_clustered([1, 1, 0, -1, -1, 0, 1, 1, 0], [1, 1, 2, 3, 3, 3, 4, 5, 5])
    >>> round(c.value, 4), round(c.se, 4)
    (22.2222, 40.242)
    """
    x = _signs(answers)
    if not len(x):
        return _none()
    w = weights_for(len(x), weights)
    m = mean_interval(x, weights=w, clusters=clusters, level=level)
    groups = cluster_codes(int((w > 0).sum()), np.asarray(clusters)[w > 0])[1]
    se = 100 * m.se
    if not se > 0:
        counts = _counts(x, w, groups)
        return SurveyNps(
            100 * m.value,
            se,
            *nps_score(*counts, level),
            m.n,
            groups,
            m.n / groups,
            counts,
            "score, clusters",
        )
    n_eff = nps_variance(*_counts(x, w, 1.0)) / m.se**2
    few = groups < minimums.clusters
    half = (float(stdtrit(groups - 1, 0.5 + level / 2)) if few else z_of(level)) * se
    low, high = max(100 * m.value - half, -100.0), min(100 * m.value + half, 100.0)
    method = "cluster-robust t" if few else "cluster-robust normal"
    return SurveyNps(100 * m.value, se, low, high, m.n, n_eff, m.n / n_eff, _counts(x, w, n_eff), method)


def nps_paired(before: object, after: object, level: float = 0.95) -> Difference:
    """The same respondents in two waves: 100 mean of (after - before), t on n - 1."""
    d = paired_difference(_signs(before), _signs(after), level)
    return Difference(100 * d.value, 100 * d.low, 100 * d.high, d.p, 100 * d.se, d.statistic)


def nps_difference_clustered(
    answers: object,
    later: object,
    clusters: object,
    weights: object | None = None,
    level: float = 0.95,
    minimums: Minimums = DEFAULT,
) -> Difference:
    """Two waves that share some customers: NPS of the rows marked ``later`` minus NPS of the others.

    e_i = w_i (x_i - m_wave)/sum(w of the wave), minus in the earlier wave; SE = 100 sqrt(G/(G-1) sum over
    clusters of (sum of e)^2); normal from 30 clusters on, t on G - 1 below. NaN where a wave is empty.
    """
    x, mark = _signs(answers), np.asarray(later, dtype=bool)
    if mark.shape != x.shape:
        raise StatisticError("Each answer is earlier or later.", where="later", found=mark.shape)
    w = weights_for(len(x), weights) if len(x) else np.ones(0)
    used = w > 0
    x, mark, w, owner = x[used], mark[used], w[used], np.asarray(clusters)[used]
    if not mark.any() or mark.all():
        return Difference(NAN, NAN, NAN, NAN)
    means = [float(w[side] @ x[side]) / float(w[side].sum()) for side in (~mark, mark)]
    d = 100 * (means[1] - means[0])
    error = np.where(mark, w * (x - means[1]) / w[mark].sum(), -w * (x - means[0]) / w[~mark].sum())
    codes, groups = cluster_codes(len(x), owner)
    if groups < 2:
        return Difference(d, NAN, NAN, NAN)
    sums = np.bincount(codes, error, minlength=groups)
    se = 100 * math.sqrt(groups / (groups - 1) * total_of(sums**2))
    if not se > 0:
        return Difference(d, NAN, NAN, NAN, se)
    if groups < minimums.clusters:
        half, p = float(stdtrit(groups - 1, 0.5 + level / 2)) * se, 2 * float(stdtr(groups - 1, -abs(d / se)))
    else:
        half, p = z_of(level) * se, 2 * float(ndtr(-abs(d / se)))
    return Difference(d, d - half, d + half, p, se, d / se)


def finite_population_se(se: float, n: float, population: float) -> float:
    """SE sqrt(1 - n/N), for an SE with divisor n - 1. A survey wave samples a process: use it for a known,
    fixed list of customers only. 0 for a census.

    >>> finite_population_se(7.0, 100, 100)
    0.0
    """
    if not 0 < n <= population:
        raise StatisticError("A sample cannot exceed its population.", found=f"{n} of {population}")
    return se * math.sqrt(1 - n / population)


def _signs(answers: object) -> np.ndarray:
    x = numbers(answers, "answers")
    if x.ndim != 1 or not np.isin(x, (-1, 0, 1)).all():
        raise StatisticError(
            "Answers are -1 (detractor), 0 (passive) or 1 (promoter).", where="answers",
            found=np.unique(x)[:5].tolist(),
        )  # fmt: skip
    return x


def _counts(x: np.ndarray, w: np.ndarray, n_eff: float) -> Counts:
    total = total_of(w)
    shares = [total_of(w[x == sign]) / total for sign in (1, 0, -1)]
    return Counts(*(n_eff * share for share in shares))


def _none() -> SurveyNps:
    return SurveyNps(NAN, NAN, *Interval(NAN, NAN), 0, 0.0, NAN, Counts(0, 0, 0), "none")
