"""Time on site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cxtext.errors import StatisticError
from cxtext.metrics.amounts import MeanInterval, Statistic, amount_estimate, amounts
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def time_on_site(
    durations: ArrayLike,
    *,
    per: Literal["session", "visitor"],
    visitors: ArrayLike | None = None,
    statistic: Statistic = "mean",
    interval: MeanInterval = "t",
    unit: str = "minutes",
    level: float = 0.95,
) -> Estimate:
    """Total time over sessions, or over visitors: say which, the two differ.

    One duration a session, bounces (0) among them. ``per="visitor"`` adds the sessions of each of
    ``visitors``. A total is needed, not an average: an average put in is an average given back. Mean with
    Student's t interval or, since times are skewed, ``interval="bca"``; give the ``median`` beside it.

    >>> time_on_site([30, 10, 20], per="visitor", visitors=["a", "a", "b"]).value
    30.0
    >>> time_on_site([30, 10, 20], per="session").value
    20.0
    """
    import numpy as np
    import pandas as pd

    values, missing = amounts(durations, "durations")
    if per == "session":
        return amount_estimate(
            values, statistic, unit, base="sessions", level=level, n_missing=missing, interval=interval
        )
    if per != "visitor":
        raise StatisticError("Time per what?", where="per", found=per, do="Say session or visitor.")
    ids = None if visitors is None else np.asarray(visitors, dtype=object).ravel()
    if ids is None or len(ids) != len(values) or missing:
        raise StatisticError(
            "Each session needs its duration and its visitor.", where="visitors",
            found=f"{0 if ids is None else len(ids)} visitors for {len(values)} durations",
        )  # fmt: skip
    code, found = pd.factorize(ids)
    totals = np.bincount(code, values, minlength=len(found)).astype(float)
    return amount_estimate(totals, statistic, unit, base="unique visitors", level=level, interval=interval)
