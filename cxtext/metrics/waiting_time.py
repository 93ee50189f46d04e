"""Waiting time before an agent answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.metrics.amounts import MeanInterval, Statistic, amount_estimate, amounts
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def waiting_time(
    waits: ArrayLike,
    *,
    statistic: Statistic = "mean",
    interval: MeanInterval = "t",
    unit: str = "seconds",
    level: float = 0.95,
) -> Estimate:
    """Time in the queue per answered contact; its mean is the average speed of answer.

    Handling is no part of it: see ``average_handling_time``. Mean with Student's t interval or
    ``interval="bca"``, or ``median``, ``p90``. Missing waits are left out and counted;
    negative ones are an error.

    >>> waiting_time([0, 30, 60]).value
    30.0
    """
    values, missing = amounts(waits, "waits")
    return amount_estimate(
        values, statistic, unit, base="answered contacts", level=level, n_missing=missing, interval=interval
    )
