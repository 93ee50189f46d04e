"""Kaplan-Meier: how long customers stay, where some are still there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cxtext.stats.base import DEFAULT
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike


def survival_curve(durations: ArrayLike, left: ArrayLike, *, level: float = 0.95) -> pd.DataFrame:
    """The share of customers still there after each time at which one left.

    S(t) is the product of (1 - left / at risk) over the times up to t (Kaplan and Meier 1958). Customers who
    have not left count as at risk for as long as they were watched.

    Parameters
    ----------
    durations
        Time as a customer, 0 or more, one per customer.
    left
        True where the customer left at that time, False where still there.

    Returns
    -------
    One row per time: ``time``, ``at_risk``, ``events``, ``survival`` (0 to 1), ``se`` (Greenwood), ``low``
    and ``high`` (log-log limits), ``flags``. No row where nobody left. Error and limits are missing where S
    is 0; ``low_base`` marks fewer than 10 at risk.

    >>> survival_curve([1, 2, 2, 3, 4, 5], [1, 1, 0, 1, 0, 1])["survival"].round(4).tolist()
    [0.8333, 0.6667, 0.4444, 0.0]
    """
    import numpy as np
    import pandas as pd

    from cxtext.stats.survival import kaplan_meier

    km = kaplan_meier(durations, np.asarray(left, dtype=float), level)
    curve = pd.DataFrame(dict(zip(km._fields[:-1], km[:-1], strict=True)))
    curve["flags"] = [None if n >= DEFAULT.at_risk else "low_base" for n in km.at_risk]
    curve.attrs["n"] = len(np.asarray(durations))
    return curve


def survival_at(curve: pd.DataFrame, time: float, *, level: float = 0.95) -> Estimate:
    """The percentage still there at ``time``, read from a curve made at the same level.

    >>> curve = survival_curve([1, 2, 2, 3, 4, 5], [1, 1, 0, 1, 0, 1])
    >>> round(survival_at(curve, 2.5).value, 4)
    66.6667
    """
    before = curve[curve["time"] <= time]
    n = int(curve.attrs.get("n", 0))
    if not len(curve):
        return Estimate.missing("nobody left", "percent", level=level)
    if not len(before):
        return Estimate(value=100.0, unit="percent", n=n, method="none", level=level)
    row = before.iloc[-1]
    known = math.isfinite(row["low"])
    return Estimate(
        value=100 * float(row["survival"]), low=100 * float(row["low"]) if known else None,
        high=100 * float(row["high"]) if known else None, unit="percent", n=n,
        method="kaplan-meier, log-log" if known else "kaplan-meier", level=level,
        flags=(row["flags"],) if row["flags"] else (),
    )  # fmt: skip


def median_survival(
    durations: ArrayLike, left: ArrayLike, *, unit: str = "periods", level: float = 0.95
) -> Estimate:
    """The time by which half have left, with the limits of the log-log intervals (Brookmeyer and Crowley).

    >>> median_survival([1, 2, 2, 3, 4, 5], [1, 1, 0, 1, 0, 1]).value
    3.0
    """
    curve = survival_curve(durations, left, level=level)
    n = int(curve.attrs.get("n", 0))

    def first(column: str) -> float | None:
        below = curve.loc[curve[column] <= 0.5 + 1e-12, "time"]
        return float(below.iloc[0]) if len(below) else None

    value = first("survival")
    if value is None:
        return Estimate.missing("fewer than half have left", unit, n=n, level=level)
    low, high = first("low"), first("high")
    return Estimate(
        value=value, low=low, high=high, unit=unit, n=n, level=level, method="kaplan-meier",
        flags=("low_base",) if n < DEFAULT.clean else (),
    )  # fmt: skip
