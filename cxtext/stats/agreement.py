"""How far coders, or a coder and a model, agree beyond chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from cxtext.errors import StatisticError
from cxtext.stats.checks import counts, z_of
from cxtext.stats.estimate import Interval

NAN = float("nan")


class Agreement(NamedTuple):
    """Kappa, its standard error and limits."""

    value: float
    se: float
    low: float
    high: float


def confusion(first: Sequence[object], second: Sequence[object], categories: Sequence[object]) -> np.ndarray:
    """Counts (k, k), rows ``first``; by the declared categories, seen or not: weighted kappa needs them all.

    >>> confusion(["a", "b", "a"], ["a", "a", "a"], ["a", "b", "c"]).tolist()
    [[2, 0, 0], [1, 0, 0], [0, 0, 0]]
    """
    place = {c: i for i, c in enumerate(categories)}
    unknown = sorted({str(c) for c in (*first, *second) if c not in place})
    if unknown or len(place) != len(categories) or len(first) != len(second):
        raise StatisticError(
            "Both coders code the same units with the declared categories, each declared once.",
            where="confusion", found=f"unknown {unknown}; {len(first)} and {len(second)} codes",
        )  # fmt: skip
    table = np.zeros((len(place), len(place)), dtype=np.int64)
    np.add.at(table, ([place[c] for c in first], [place[c] for c in second]), 1)
    return table


def kappa(
    table: object, weights: Literal["linear", "quadratic"] | None = None, level: float = 0.95
) -> Agreement:
    """Cohen's 1 - sum(w o)/sum(w e); w = 1 off the diagonal, |i-j|/(k-1), or its square.

    All NaN where chance alone explains everything (all units in one cell: 0/0).

    >>> round(kappa([[20, 5], [10, 15]]).value, 6)
    0.4
    """
    from statsmodels.stats.inter_rater import cohens_kappa

    t = counts(table, "table")
    if t.ndim != 2 or t.shape[0] != t.shape[1] or len(t) < 2:
        raise StatisticError("Agreement needs a square table.", where="table", found=t.shape)
    k = np.arange(len(t))
    cost = {
        None: 1.0 * (k[:, None] != k),
        "linear": np.abs(k[:, None] - k),
        "quadratic": (k[:, None] - k) ** 2,
    }
    n = t.sum()
    if n == 0 or not (cost[weights] * np.outer(t.sum(1), t.sum(0))).sum() > 0:
        return Agreement(NAN, NAN, NAN, NAN)
    with np.errstate(divide="ignore", invalid="ignore"):  # unused z of a constant rater
        fit = cohens_kappa(t, wt=weights)
    se = math.sqrt(max(float(fit.var_kappa), 0.0))
    half = z_of(level) * se
    value = float(fit.kappa)
    return Agreement(value, se, max(value - half, -1.0), min(value + half, 1.0))


Scale = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(codes: object, scale: Scale = "nominal") -> float:
    """Alpha = 1 - observed/expected disagreement; codes (coders, units), NaN where a coder did not code.

    Units with fewer than two codes are left out. NaN where fewer than two values or units are left.
    Nominal for topics (each topic yes or no), ordinal for sentiment.

    >>> round(krippendorff_alpha([[1, 2, 3, 3], [1, 2, 3, 4]]), 4)
    0.6957
    """
    import krippendorff

    c = np.asarray(codes, dtype=float)
    if c.ndim != 2 or len(c) < 2:
        raise StatisticError("Codes have a row for each of two or more coders.", found=c.shape)
    c = c[:, (~np.isnan(c)).sum(0) >= 2]
    if c.shape[1] < 2 or len(np.unique(c[~np.isnan(c)])) < 2:
        return NAN
    return float(krippendorff.alpha(reliability_data=c, level_of_measurement=scale))


def krippendorff_interval(
    codes: object,
    scale: Scale = "nominal",
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    level: float = 0.95,
) -> Interval:
    """Percentile limits of alpha over resampled units; resamples without two values are left out."""
    c = np.asarray(codes, dtype=float)
    alphas = [
        krippendorff_alpha(c[:, rng.integers(0, c.shape[1], c.shape[1])], scale) for _ in range(resamples)
    ]
    known = np.array(alphas)[~np.isnan(alphas)]
    if not len(known):
        return Interval(NAN, NAN)
    z_of(level)
    return Interval(*(float(v) for v in np.quantile(known, [0.5 - level / 2, 0.5 + level / 2])))
