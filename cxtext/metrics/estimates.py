"""From counted answers to estimates: net scores, shares and means, one per group."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from cxtext.errors import StatisticError
from cxtext.metrics.cells import Cells, Mean, means
from cxtext.stats.base import DEFAULT, Minimums
from cxtext.stats.estimate import Estimate, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NetInterval = Literal["score", "adjusted_wald", "wald"]
NO_ANSWERS = "no valid responses"


class About(NamedTuple):
    """What every estimate of one question repeats."""

    level: float = 0.95
    base: str = ""
    flags: tuple[str, ...] = ()
    n_missing: int = 0
    n_invalid: int = 0
    minimums: Minimums = DEFAULT


def net_estimates(
    cells: Cells, sign: NDArray[np.int64], about: About, interval: NetInterval = "score", unit: str = "points"
) -> list[Estimate]:
    """100 times the mean of -1, 0 and 1: share of one end minus share of the other, in points.

    Weighted answers enter the interval with Kish's n. Clustered ones get the limits that
    ``stats.nps_survey.nps_clustered`` gives, whatever the ``interval``.
    """
    import numpy as np

    from cxtext.stats.nps import score_limits

    if interval not in get_args(NetInterval):
        raise StatisticError(
            "Unknown interval for a net score.", found=interval, do="Use score, adjusted_wald or wald."
        )
    found = means(cells, sign)
    effective = np.array([effective_counts(cells, row, sign, mean) for row, mean in enumerate(found)])
    if interval == "score":
        good, middle, bad = effective.T
        limits = np.array(score_limits(good, middle, bad, about.level)).T
    else:
        limits = np.array([_closed_form(interval, counts, about.level) for counts in effective])
    estimates = []
    for row, mean in enumerate(found):
        (low, high), method = limits[row], f"{interval}, Kish n" if cells.weighted else interval
        # (P - D) / n is multiplied by 100 before it is divided: 30/50/20 is 10 and not 9.999999999999998
        value = _times_100(cells, row, sign, mean)
        if mean.clusters is not None and mean.se > 0:
            half = 100 * mean.se * _z(mean, about)
            low, high = max(value - half, -100.0), min(value + half, 100.0)
            few = mean.clusters < about.minimums.clusters
            method = "cluster-robust t" if few else "cluster-robust normal"
        elif mean.clusters is not None:
            method = f"{interval}, clusters"
        estimates.append(_estimate(cells, mean, value, low, high, unit, method, about))
    return estimates


def _closed_form(interval: NetInterval, counts: NDArray[np.float64], level: float) -> Interval:
    from cxtext.stats.nps import nps_adjusted_wald, nps_wald

    good, middle, bad = counts
    return (nps_wald if interval == "wald" else nps_adjusted_wald)(good, middle, bad, level)


def share_estimates(cells: Cells, inside: NDArray[np.bool_], about: About) -> list[Estimate]:
    """The percentage of answers inside, with Wilson's interval."""
    import numpy as np

    from cxtext.stats.proportions import wilson

    number = np.asarray(inside).astype(np.int64)
    estimates = []
    for row, mean in enumerate(means(cells, number)):
        low = high = math.nan
        if mean.n and math.isfinite(mean.n_eff):
            low, high = wilson(mean.value * mean.n_eff, mean.n_eff, _level(mean, about))
        value = _times_100(cells, row, number, mean)
        estimates.append(_estimate(cells, mean, value, 100 * low, 100 * high, "percent", "wilson", about))
    return estimates


def mean_estimates(
    cells: Cells, numbers: NDArray[np.number], about: About, unit: str = "scale points"
) -> list[Estimate]:
    """The mean of a number per code with Student's t interval, clipped to the numbers' range.

    No interval from one answer, nor from answers that are all alike (flag ``degenerate``).
    """
    from scipy.special import stdtrit

    lowest, highest = float(numbers.min()), float(numbers.max())
    estimates = []
    for mean in means(cells, numbers):
        low = high = math.nan
        df = (mean.clusters if mean.clusters is not None else mean.n) - 1
        alike = mean.n > 0 and mean.variance == 0
        if df > 0 and not alike:
            half = float(stdtrit(df, 0.5 + about.level / 2)) * mean.se
            low, high = max(mean.value - half, lowest), min(mean.value + half, highest)
        more = about._replace(flags=(*about.flags, "degenerate")) if alike else about
        estimates.append(_estimate(cells, mean, mean.value, low, high, unit, "t", more))
    return estimates


def _times_100(cells: Cells, row: int, number: NDArray[np.int64], mean: Mean) -> float:
    if cells.weighted or not mean.n:
        return 100 * mean.value
    return 100 * int(cells.n[row] @ number) / mean.n


def effective_counts(
    cells: Cells, row: int, sign: NDArray[np.int64], mean: Mean
) -> tuple[float, float, float]:
    """Good, middle and bad answers, each as its share times the effective number of answers."""
    if not mean.n:
        return 0.0, 0.0, 0.0
    scale = mean.n_eff / float(cells.w[row].sum())
    good, middle, bad = (float(cells.w[row][sign == s].sum()) * scale for s in (1, 0, -1))
    return good, middle, bad


def _z(mean: Mean, about: About) -> float:
    """The normal quantile, or Student's with G - 1 degrees of freedom where clusters are few."""
    from scipy.special import ndtri, stdtrit

    if mean.clusters is None or mean.clusters >= about.minimums.clusters:
        return float(ndtri(0.5 + about.level / 2))
    return float(stdtrit(mean.clusters - 1, 0.5 + about.level / 2)) if mean.clusters > 1 else math.nan


def _level(mean: Mean, about: About) -> float:
    """The level at which a normal interval uses ``_z``."""
    from scipy.special import ndtr

    z = _z(mean, about)
    return about.level if math.isnan(z) else 2 * float(ndtr(z)) - 1


def _estimate(
    cells: Cells, mean: Mean, value: float, low: float, high: float, unit: str, method: str, about: About
) -> Estimate:
    flags = list(about.flags)
    flags += ["weighted"] if cells.weighted else []
    if mean.clusters is not None:
        flags += ["clustered"]
        flags += ["few_clusters"] if mean.clusters < about.minimums.clusters else []
    if not mean.n:
        return Estimate.missing(
            NO_ANSWERS, unit, level=about.level, base=about.base, flags=tuple(flags),
            n_missing=about.n_missing, n_invalid=about.n_invalid,
        )  # fmt: skip
    if min(mean.n, mean.n_eff) < about.minimums.clean:
        flags.append("low_base")
    # No limits from a single cluster: its answers say nothing about other clusters.
    known = math.isfinite(low) and math.isfinite(high) and mean.clusters != 1
    if not method.startswith("adjusted_wald"):  # which may exclude its own estimate, and is shown as it is
        low, high = min(low, value), max(high, value)
    return Estimate(
        value=value, low=float(low) if known else None, high=float(high) if known else None,
        unit=unit, n=mean.n, n_eff=mean.n_eff, method=method if known else "none", level=about.level,
        base=about.base, flags=tuple(flags), n_missing=about.n_missing, n_invalid=about.n_invalid,
    )  # fmt: skip
