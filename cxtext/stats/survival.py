"""How long customers stay when some have not left yet: Kaplan and Meier."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxtext.errors import StatisticError
from cxtext.stats.checks import counts, z_of


class Survival(NamedTuple):
    """One entry for each time with an event; limits and SE are NaN where the curve is at 0."""

    time: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    survival: np.ndarray
    se: np.ndarray
    low: np.ndarray
    high: np.ndarray
    median: float  # first time at or below one half; NaN if never reached


def kaplan_meier(time: object, event: object, level: float = 0.95) -> Survival:
    """S(t) = product of (1 - d/n) with Greenwood's SE = S sqrt(sum d/(n (n - d))) and log-log limits.

    ``event`` is true where the customer left at ``time`` and false where they were still there (censored;
    a censored customer counts as at risk at that very time). Limits S^exp(-+z SE/(S log S)).

    >>> km = kaplan_meier([1, 2, 2, 3, 4, 5], [1, 1, 0, 1, 0, 1])
    >>> km.survival.round(4).tolist(), km.median
    ([0.8333, 0.6667, 0.4444, 0.0], 3.0)
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    t, e = counts(time, "time"), np.asarray(event)
    if t.ndim != 1 or e.shape != t.shape or not np.isin(e, (0, 1)).all():
        raise StatisticError("Each time has an event, true or false.", where="event", found=e.shape)
    z = z_of(level)
    if not e.any():
        nothing = np.empty(0)
        return Survival(*(nothing,) * 7, float("nan"))
    with np.errstate(divide="ignore", invalid="ignore"):
        fit = SurvfuncRight(t, e.astype(int))
        keep = np.asarray(fit.n_events) > 0
        s = np.asarray(fit.surv_prob)[keep]
        s = np.where(s < 1e-12, 0.0, s)
        se = np.where(s > 0, np.asarray(fit.surv_prob_se)[keep], np.nan)
        power = z * se / (s * np.log(s))
        low, high = s ** np.exp(-power), s ** np.exp(power)
    times = np.asarray(fit.surv_times, dtype=float)[keep]
    half = times[s <= 0.5 + 1e-12]
    return Survival(
        times, np.asarray(fit.n_risk)[keep], np.asarray(fit.n_events)[keep], s, se, low, high,
        float(half[0]) if len(half) else float("nan"),
    )  # fmt: skip
