"""Gross revenue retention (GRR)."""

from __future__ import annotations

from cxtext.metrics.inputs import amount, exact
from cxtext.metrics.revenue_churn import BASE, revenue_churn
from cxtext.stats.estimate import Estimate


def gross_revenue_retention(start: float, churned: float, contraction: float = 0.0) -> Estimate:
    """Recurring revenue kept, before any growth: 100 (start - churned - contraction) / start. At most 100 %.

    >>> gross_revenue_retention(100_000, 8_000, 2_000).value
    90.0
    """
    if revenue_churn(start, churned, contraction).value is None:
        return Estimate.missing("revenue at the start is 0", "percent", base=BASE)
    s = amount(start, "revenue at the start")
    return exact(100 * (s - churned - contraction) / s, "percent", base=BASE)
