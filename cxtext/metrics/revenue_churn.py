"""Recurring revenue lost."""

from __future__ import annotations

from cxtext.errors import StatisticError
from cxtext.metrics.inputs import amount, exact
from cxtext.stats.estimate import Estimate

BASE = "recurring revenue at the start, of customers there at the start"


def revenue_churn(start: float, churned: float, contraction: float = 0.0) -> Estimate:
    """Recurring revenue lost in the period, to customers who left or pay less, in percent of the start.

    Gross: 100 (churned + contraction) / start. It counts money, not customers; the two differ wherever
    customers do. No value where ``start`` is 0.

    >>> revenue_churn(100_000, 8_000, 2_000).value
    10.0
    """
    s = amount(start, "revenue at the start")
    lost = amount(churned, "churned revenue") + amount(contraction, "contraction")
    if lost > s:
        raise StatisticError("More revenue was lost than there was.", where="churned", found=f"{lost} of {s}")
    return (
        exact(100 * lost / s, "percent", base=BASE)
        if s
        else Estimate.missing("revenue at the start is 0", "percent", base=BASE)
    )
