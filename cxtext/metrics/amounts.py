"""Estimates from one amount per row: times, spend, counts of orders."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, get_args

from cxtext.errors import StatisticError
from cxtext.metrics.answers import as_numbers
from cxtext.stats.base import DEFAULT
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Statistic = Literal["mean", "median", "p90"]
MeanInterval = Literal["t", "bca"]
SEED = 0  # of the resamples: the same values give the same limits
ALL_RESAMPLES = 7  # up to so many values every resample is taken, without chance


def amounts(values: ArrayLike, name: str) -> tuple[NDArray[np.float64], int]:
    """The amounts that are there (0 or more, finite) and how many are missing."""
    import numpy as np

    numbers, missing, unreadable = as_numbers(values)
    bad = unreadable | np.isinf(numbers) | (numbers < 0)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise StatisticError(
            "An amount is a finite number, 0 or more.", where=f"{name}, row {row}",
            found=repr(np.asarray(values, dtype=object).ravel()[row]),
        )  # fmt: skip
    return numbers[~missing], int(missing.sum())


def amount_estimate(
    values: NDArray[np.float64],
    statistic: Statistic,
    unit: str,
    *,
    base: str,
    level: float = 0.95,
    n_missing: int = 0,
    limits: tuple[float, float] | None = None,
    interval: MeanInterval = "t",
) -> Estimate:
    """The mean with Student's t or BCa limits, or the median or 90th percentile (linear, type 7) without any.

    One value, or values all alike, give no interval (flag ``degenerate`` for the latter). ``limits`` clips
    the interval to what is possible.
    """
    import numpy as np

    from cxtext.stats.bootstrap import bca
    from cxtext.stats.means import mean_interval

    if statistic not in get_args(Statistic) or interval not in get_args(MeanInterval):
        raise StatisticError(
            "Unknown statistic or interval.", found=f"{statistic}, {interval}",
            do=f"Use {', '.join(get_args(Statistic))}; t or bca for the mean.",
        )  # fmt: skip
    n = len(values)
    if not n:
        return Estimate.missing("no valid responses", unit, level=level, base=base, n_missing=n_missing)
    flags: tuple[str, ...] = ("low_base",) if n < DEFAULT.clean else ()
    mean = mean_interval(values, bounds=limits, level=level)
    value, low, high = mean.value, mean.low, mean.high
    if statistic != "mean":
        value, low = float(np.quantile(values, 0.5 if statistic == "median" else 0.9)), math.nan
    elif not math.isfinite(low):
        flags += ("degenerate",) if n > 1 else ()
    elif interval == "bca":
        rng = None if n <= ALL_RESAMPLES else np.random.default_rng(SEED)
        low, high = bca(values, rng=rng, level=level)[1:3]
    known = math.isfinite(low)
    return Estimate(
        value=value, low=low if known else None, high=high if known else None, unit=unit, n=n,
        method=interval if known else "none", level=level, base=base, flags=flags, n_missing=n_missing,
    )  # fmt: skip
