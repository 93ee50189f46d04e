"""Are probabilities true? Brier score first; expected calibration error with its bins stated."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from scipy.special import xlogy

from cxtext.errors import StatisticError
from cxtext.stats.checks import numbers


class Calibration(NamedTuple):
    """Mean and largest gap between stated and seen, over filled bins: size, mean probability, seen rate."""

    ece: float
    mce: float
    sizes: np.ndarray
    stated: np.ndarray
    seen: np.ndarray


def brier(p: object, y: object) -> float:
    """Mean of (p - y)^2; y is 0 or 1. NaN for none.

    >>> round(brier([0.9, 0.2], [1, 0]), 4)
    0.025
    """
    probability, outcome = _checked(p, y)
    return float(((probability - outcome) ** 2).mean()) if len(outcome) else float("nan")


def log_loss(p: object, y: object) -> float:
    """-mean of y log p + (1 - y) log(1 - p); infinite for a sure and wrong prediction. NaN for none."""
    probability, outcome = _checked(p, y)
    if not len(outcome):
        return float("nan")
    return float(-(xlogy(outcome, probability) + xlogy(1 - outcome, 1 - probability)).mean())


def calibration_in_the_large(p: object, y: object) -> float:
    """Mean probability minus the rate that was seen."""
    probability, outcome = _checked(p, y)
    return float(probability.mean() - outcome.mean()) if len(outcome) else float("nan")


def calibration(
    p: object, y: object, bins: int = 10, kind: Literal["equal-mass", "equal-width"] = "equal-mass"
) -> Calibration:
    """ECE = sum over bins of (n_b/n) |mean p - rate|, MCE the largest.

    Equal mass: sorted p cut into ``bins`` parts of the same size (tied p share their mean outcome, so that
    the order of rows does not matter). Equal width: right-closed, ((b-1)/bins, b/bins], with 0 in the first.
    """
    probability, outcome = _checked(p, y)
    if bins < 1:
        raise StatisticError("At least one bin.", where="bins", found=bins)
    n = len(probability)
    if not n:
        nothing = np.empty(0)
        return Calibration(float("nan"), float("nan"), nothing, nothing, nothing)
    if kind == "equal-width":
        edges = np.arange(bins + 1) / bins
        codes = np.maximum(np.searchsorted(edges, probability, side="left") - 1, 0)
    else:
        _, tied, size = np.unique(probability, return_inverse=True, return_counts=True)
        outcome = (np.bincount(tied, outcome) / size)[tied]
        codes = np.empty(n, dtype=np.int64)
        parts = np.array_split(np.arange(n), bins)
        codes[np.argsort(probability, kind="stable")] = np.repeat(np.arange(bins), [len(q) for q in parts])
    sizes = np.bincount(codes, minlength=bins)
    filled = sizes > 0
    stated = np.bincount(codes, probability, minlength=bins)[filled] / sizes[filled]
    seen = np.bincount(codes, outcome, minlength=bins)[filled] / sizes[filled]
    gaps = np.abs(stated - seen)
    return Calibration(float(sizes[filled] @ gaps / n), float(gaps.max()), sizes[filled], stated, seen)


def _checked(p: object, y: object) -> tuple[np.ndarray, np.ndarray]:
    probability, outcome = numbers(p, "p"), numbers(y, "y")
    if probability.shape != outcome.shape or probability.ndim != 1:
        raise StatisticError("Each prediction has one outcome.", found=probability.shape)
    if ((probability < 0) | (probability > 1)).any() or not np.isin(outcome, (0, 1)).all():
        raise StatisticError("Probabilities lie in 0..1 and outcomes are 0 or 1.", where="p, y")
    return probability, outcome
