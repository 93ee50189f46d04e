"""From those who commented to all who answered: score groups weighted back to their share of respondents.

The shares of the score groups among all respondents are taken as known; the variance is that of the
commenters within their group (n_h - 1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from cxtext.errors import StatisticError
from cxtext.stats.checks import cluster_codes, counts, z_of
from cxtext.stats.estimate import Interval
from cxtext.stats.impact import Impacts, adjusted_influence, checked, impacts, marginal_influence
from cxtext.stats.proportions import wilson

NAN = float("nan")


class PostStratified(NamedTuple):
    """A share (0 to 1), its standard error, limits, and Kish's effective number of commenters."""

    value: float
    se: float
    low: float
    high: float
    n_eff: float


def poststratified_share(
    found: Sequence[float], bases: Sequence[float], totals: Sequence[float], level: float = 0.95
) -> PostStratified:
    """sum of W_h p_h, W_h = N_h/N; SE = sqrt(sum W_h^2 p_h (1 - p_h)/(n_h - 1)).

    ``found`` of ``bases`` commenters per group mention the topic, ``totals`` respondents are in the group.
    Limits are Wilson's on p (1 - p)/SE^2 answers. All NaN where a group has respondents but no commenter:
    collapse groups first. SE and limits NaN where a group has a single commenter.

    >>> round(poststratified_share([6, 8, 45], [60, 40, 100], [200, 150, 150]).value, 6)
    0.235
    """
    x, n, total = (counts(v, name) for v, name in ((found, "found"), (bases, "bases"), (totals, "totals")))
    if not x.shape == n.shape == total.shape or (x > n).any() or (n > total).any():
        raise StatisticError(
            "Groups hold at most as many mentions as commenters, and commenters as respondents.",
            where="poststratified_share", found=f"{found} of {bases} of {totals}",
        )  # fmt: skip
    x, n, total = x[total > 0], n[total > 0], total[total > 0]
    if not len(n) or (n == 0).any():
        return PostStratified(NAN, NAN, NAN, NAN, NAN)
    share, weight = x / n, total / total.sum()
    value = float(weight @ share)
    n_eff = float(1 / (weight**2 / n).sum())
    if (n < 2).any():
        return PostStratified(value, NAN, NAN, NAN, n_eff)
    se = math.sqrt(float((weight**2 * share * (1 - share) / (n - 1)).sum()))
    size = value * (1 - value) / se**2 if se > 0 else n_eff
    limits: Interval = wilson(value * size, size, level)
    return PostStratified(value, se, limits.low, limits.high, n_eff)


def poststratified_impact(
    y: np.ndarray,
    x: np.ndarray,
    groups: Sequence[object] | np.ndarray,
    totals: Mapping[object, float],
    *,
    adjusted: bool = True,
    clusters: object | None = None,
    level: float = 0.95,
) -> Impacts:
    """``adjusted_impact`` (or ``marginal_impact``) if all had commented as their score group did.

    ``groups`` is the score group of each row, ``totals`` the respondents of each group. Rows weigh N_h/n_h;
    the influence values are centred within their group: SE^2 = sum over clusters of (sum of W_h
    sqrt(n_h/(n_h - 1)) (phi_i - phibar_h)/n_h)^2. Refused where a group has respondents but no commenter.
    """
    y, x, _ = checked(y, x, None)
    codes, count = cluster_codes(len(y), np.asarray(groups))
    names = [name.item() if hasattr(name, "item") else name for name in np.unique(np.asarray(groups))]
    unknown = [name for name in names if name not in totals]
    silent = [name for name, total in totals.items() if total > 0 and name not in names]
    if unknown or silent:
        raise StatisticError(
            "Each score group needs commenters and a number of respondents.",
            where="groups", found=f"without a total {unknown}, without commenters {silent}",
            do="Collapse score groups.",
        )  # fmt: skip
    total = counts([totals[name] for name in names], "totals")
    n = np.bincount(codes, minlength=count)
    if (n > total).any():
        raise StatisticError("More commenters than respondents.", where="totals", found=dict(totals))
    share = total / total.sum()
    w = (share * len(y) / n)[codes]
    intercept = NAN
    if adjusted:
        value, prevalence, effect, intercept, phi = adjusted_influence(y, x, w)
    else:
        value, prevalence, effect, phi = marginal_influence(y, x, w)
    # the weights are in phi; back to influence values of an unweighted row of the group
    phi = phi / w[:, None]
    means = np.stack([np.bincount(codes, column, minlength=count) for column in phi.T], axis=1) / n[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = share / np.sqrt(n * (n - 1.0))
        errors = (phi - means[codes]) * scale[codes][:, None]
    if clusters is not None:
        owner, owners = cluster_codes(len(y), clusters)
        errors = np.stack([np.bincount(owner, column, minlength=owners) for column in errors.T], axis=1)
    se = np.sqrt((errors**2).sum(0))
    return impacts(value, se, effect, prevalence, z_of(level))._replace(intercept=intercept)
