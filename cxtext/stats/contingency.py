"""Tests of counted tables: Fisher with mid-p, McNemar with mid-p, chi-square with Cramer's V."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, chdtrc, gammaln

from cxtext.errors import StatisticError
from cxtext.stats.checks import counts

NAN = float("nan")


class Fisher(NamedTuple):
    """Two-sided p-values of a 2 x 2 table with fixed margins, and its odds ratios.

    ``p`` Fisher's, conservative; ``mid_p`` pairs with it (minimum likelihood); ``mid_p_doubled`` is twice the
    one-sided mid-p; ``odds`` the sample's ad/(bc); ``conditional_odds`` its conditional estimate and limits.
    """

    p: float
    mid_p: float
    mid_p_doubled: float
    odds: float
    conditional_odds: float
    low: float
    high: float


def fisher(table: object, level: float = 0.95) -> Fisher:
    """All tables with the same margins that are less likely than this one count in full, equals by half.

    p = sum of P over P <= P0; mid-p = sum over P < P0 plus half of P = P0. NaN odds where a margin is empty.

    >>> f = fisher([[8, 2], [1, 5]])
    >>> round(f.p, 6), round(f.mid_p, 6)
    (0.034965, 0.023164)
    """
    from scipy.stats.contingency import odds_ratio

    t = _whole(table, (2, 2))
    (a, b), (c, d) = t.tolist()
    if min(a + b, c + d, a + c, b + d) == 0:
        return Fisher(1.0, 1.0, 1.0, NAN, NAN, NAN, NAN)
    cells = np.arange(max(0, a - d), min(a + b, a + c) + 1)
    log = _log_choose(a + b, cells) + _log_choose(c + d, a + c - cells) - _log_choose(a + b + c + d, a + c)
    pmf = np.exp(log)
    seen = pmf[a - cells[0]]
    equal = np.isclose(pmf, seen, rtol=1e-7, atol=0)
    less = pmf[(pmf < seen) & ~equal].sum()
    tails = pmf[cells < a].sum() + seen / 2, pmf[cells > a].sum() + seen / 2
    conditional = odds_ratio(t, kind="conditional")
    low, high = conditional.confidence_interval(level)
    sample = a * d / (b * c) if b * c else math.inf
    return Fisher(
        min(float(less + pmf[equal].sum()), 1.0),
        min(float(less + pmf[equal].sum() / 2), 1.0),
        min(2 * float(min(tails)), 1.0),
        sample, float(conditional.statistic), float(low), float(high),
    )  # fmt: skip


class McNemar(NamedTuple):
    """Two-sided p of the discordant pairs: exact, mid-p (the default), chi-square without continuity."""

    p_exact: float
    mid_p: float
    chi2: float
    p_chi2: float


def mcnemar(only_first: int, only_second: int) -> McNemar:
    """Pairs that changed one way against the other, binomial with 1/2.

    exact = 2 P(X <= min(b, c)); mid-p = exact - P(X = min(b, c)); chi2 = (b - c)^2/(b + c). 1 where no pair
    changed.

    >>> round(mcnemar(15, 5).mid_p, 6)
    0.026604
    """
    b, c = (int(v) for v in _whole([only_first, only_second], (2,)))
    n = b + c
    if n == 0:
        return McNemar(1.0, 1.0, 0.0, 1.0)
    k = min(b, c)
    tail = 2 * float(bdtr(k, n, 0.5))
    point = math.exp(float(_log_choose(n, np.array(k))) - n * math.log(2))
    chi2 = (b - c) ** 2 / n
    return McNemar(min(tail, 1.0), min(tail - point, 1.0), chi2, float(chdtrc(1, chi2)))


class ChiSquare(NamedTuple):
    """Pearson's statistic without continuity correction, its p, and Cramer's V."""

    statistic: float
    df: int
    p: float
    cramers_v: float
    smallest_expected: float


def chi_square(table: object) -> ChiSquare:
    """sum (seen - expected)^2/expected; V = sqrt(chi2/(n (min(rows, columns) - 1))). Empty lines are dropped.

    NaN with fewer than two rows or columns left. Expected counts below 5 ask for an exact test.

    >>> round(chi_square([[60, 40, 100], [140, 110, 50]]).statistic, 4)
    63.8889
    """
    from scipy.stats import chi2_contingency

    t = counts(table, "table")
    if t.ndim != 2:
        raise StatisticError("A table has rows and columns.", where="table", found=t.shape)
    t = t[t.sum(1) > 0][:, t.sum(0) > 0]
    if min(t.shape) < 2:
        return ChiSquare(NAN, 0, NAN, NAN, NAN)
    result = chi2_contingency(t, correction=False)
    v = math.sqrt(result.statistic / (t.sum() * (min(t.shape) - 1)))
    return ChiSquare(
        float(result.statistic), int(result.dof), float(result.pvalue), v, float(result.expected_freq.min())
    )


def _whole(table: object, shape: tuple[int, ...]) -> np.ndarray:
    t = counts(table, "table")
    if t.shape != shape or (t != np.floor(t)).any():
        raise StatisticError(f"This needs whole counts of shape {shape}.", where="table", found=t.tolist())
    return t.astype(np.int64)


def _log_choose(n: int, k: np.ndarray | int) -> np.ndarray:
    k = np.asarray(k)
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
