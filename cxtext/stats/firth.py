"""Logistic regression with Firth's penalty: finite where a topic and an outcome are separated.

The penalised log-likelihood is l(b) + log|I(b)|/2, its score X'(y - p + h (1/2 - p)) with h the leverages of
W^(1/2) X (Firth 1993). Limits and p-values come from its profile, not from the standard errors.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtrc, expit, xlogy

from cxtext.errors import StatisticError
from cxtext.stats.checks import numbers, z_of


class LogisticFit(NamedTuple):
    """Log odds, the intercept first; limits are the profile's for Firth and Wald's otherwise."""

    coef: np.ndarray
    se: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray
    log_likelihood: float
    method: str


def firth_logistic(y: np.ndarray, x: np.ndarray, level: float = 0.95) -> LogisticFit:
    """A 0/1 outcome y (n,) on columns x (n, k), an intercept added.

    Refused where y is constant or the columns are linearly dependent.

    >>> y = np.array([1] * 7 + [1] * 20 + [0] * 40); x = np.array([[1]] * 7 + [[0]] * 60)
    >>> firth_logistic(y, x).coef.round(6).tolist()
    [-0.680877, 3.388927]
    """
    y, x = numbers(y, "y"), numbers(x, "x")
    if y.ndim != 1 or x.ndim != 2 or len(x) != len(y) or not np.isin(y, (0, 1)).all():
        raise StatisticError("y is 0 or 1, with a row of x each.", found=f"{y.shape}, {x.shape}")
    design = np.column_stack([np.ones(len(y)), x])
    rows, codes = np.unique(design, axis=0, return_inverse=True)
    codes = codes.reshape(-1)
    trials = np.bincount(codes, minlength=len(rows)).astype(float)
    return _fit(rows, np.bincount(codes, y, minlength=len(rows)), trials, level)


def _fit(x: np.ndarray, events: np.ndarray, trials: np.ndarray, level: float) -> LogisticFit:
    k = x.shape[1]
    if np.linalg.matrix_rank(x) < k or not 0 < events.sum() < trials.sum():
        raise StatisticError(
            "A logistic model needs both outcomes and columns that are not determined by the others.",
            found=f"{events.sum():g} of {trials.sum():g} with the outcome, {k - 1} columns",
            do="Merge topics that always occur together; leave out those that all or none have.",
        )
    best, top = _maximise(x, events, trials, np.zeros(k), np.arange(k))
    se = np.sqrt(np.diag(np.linalg.inv(_information(x, trials, best)[0])))
    low, high, p = np.empty(k), np.empty(k), np.empty(k)
    half = z_of(level) ** 2 / 2
    for j in range(k):

        def excess(distance: float, side: int, j: int = j) -> float:
            return top - _profile(x, events, trials, best, j, best[j] + side * distance) - half

        low[j] = best[j] - _reach(partial(excess, side=-1), se[j])
        high[j] = best[j] + _reach(partial(excess, side=1), se[j])
        p[j] = chdtrc(1, max(2 * (top - _profile(x, events, trials, best, j, 0.0)), 0.0))
    return LogisticFit(best, se, low, high, p, top, "firth")


def _profile(
    x: np.ndarray, events: np.ndarray, trials: np.ndarray, best: np.ndarray, j: int, value: float
) -> float:
    start = best.copy()
    start[j] = value
    return _maximise(x, events, trials, start, np.delete(np.arange(len(best)), j))[1]


def _reach(excess: Callable[[float], float], step: float) -> float:
    far = 2 * step
    while excess(far) < 0:
        far *= 2
        if far > 1e4 * step:
            return float("inf")
    return float(brentq(excess, 0.0, far, xtol=1e-12, rtol=1e-13))


def _information(
    x: np.ndarray, trials: np.ndarray, b: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    p = expit(x @ b)
    w = trials * p * (1 - p)
    return (x * w[:, None]).T @ x, p, w


def _maximise(
    x: np.ndarray, events: np.ndarray, trials: np.ndarray, start: np.ndarray, free: np.ndarray
) -> tuple[np.ndarray, float]:
    b, value = start, _penalised(x, events, trials, start)
    for _ in range(200):
        information, p, w = _information(x, trials, b)
        h = w * ((x @ np.linalg.pinv(information)) * x).sum(1)
        score = x.T @ (events - trials * p + h * (0.5 - p))
        if not len(free) or np.abs(score[free]).max() < 1e-12 + 1e-14 * trials.sum():
            return b, value
        step = np.zeros_like(b)
        step[free] = np.linalg.solve(information[np.ix_(free, free)], score[free])
        step *= min(1.0, 5.0 / np.abs(step).max())
        for _ in range(40):
            trial = _penalised(x, events, trials, b + step)
            if trial >= value - 1e-12 * abs(value):
                break
            step /= 2
        else:
            return b, value
        b, value = b + step, trial
    raise StatisticError("The Firth regression did not converge.", found=f"{x.shape[1] - 1} columns")


def _penalised(x: np.ndarray, events: np.ndarray, trials: np.ndarray, b: np.ndarray) -> float:
    information, p, _ = _information(x, trials, b)
    sign, logdet = np.linalg.slogdet(information)
    if sign <= 0:
        return -np.inf
    return float((xlogy(events, p) + xlogy(trials - events, 1 - p)).sum() + logdet / 2)
