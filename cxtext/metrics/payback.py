"""Payback of the acquisition cost."""

from __future__ import annotations

import math

from cxtext.errors import StatisticError
from cxtext.metrics.inputs import amount, exact
from cxtext.stats.estimate import Estimate


def payback(cost: float, margin: float, retention: float | None = None) -> Estimate:
    """Periods until the margins of a customer have paid the acquisition cost, the first margin now.

    Without ``retention``: cost / margin, as if nobody left (flag ``ignores_churn``). With it: the first k at
    which m (1 - r^k) / (1 - r) reaches the cost; no value where it never does, since the margins add to at
    most m / (1 - r).

    >>> payback(125, 20).value, payback(125, 20, 0.75).reason, payback(60, 20, 0.75).value
    (6.25, 'never pays back', 5.0)
    """
    c, m = amount(cost, "cost"), amount(margin, "margin")
    if not m:
        return Estimate.missing("never pays back", "periods") if c else exact(0.0, "periods")
    if retention is None:
        return exact(c / m, "periods", flags=("ignores_churn",))
    r = amount(retention, "retention")
    if r > 1:
        raise StatisticError("Retention is a share, 0 to 1.", where="retention", found=retention)
    if c <= m:
        return exact(1.0 if c else 0.0, "periods")
    if r == 1:
        return exact(float(math.ceil(c / m)), "periods")
    left = 1 - c * (1 - r) / m  # r^k must fall to this
    if left <= 0:
        return Estimate.missing("never pays back", "periods")
    # without the small step a payback that falls exactly on a period would round up
    return exact(float(math.ceil(math.log(left) / math.log(r) - 1e-12)), "periods")
