"""Net revenue retention (NRR)."""

from __future__ import annotations

from cxtext.metrics.inputs import amount, exact
from cxtext.metrics.revenue_churn import BASE, revenue_churn
from cxtext.stats.estimate import Estimate


def net_revenue_retention(
    start: float, churned: float, contraction: float = 0.0, expansion: float = 0.0
) -> Estimate:
    """Recurring revenue kept and grown: 100 (start - churned - contraction + expansion) / start.

    It is money and may exceed 100 %; ``retention_rate`` counts customers and cannot.

    >>> net_revenue_retention(100_000, 8_000, 2_000, 6_000).value
    96.0
    """
    grown = amount(expansion, "expansion")
    if revenue_churn(start, churned, contraction).value is None:
        return Estimate.missing("revenue at the start is 0", "percent", base=BASE)
    s = amount(start, "revenue at the start")
    return exact(100 * (s - churned - contraction + grown) / s, "percent", base=BASE)
