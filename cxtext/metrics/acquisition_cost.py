"""Customer acquisition cost (CAC)."""

from __future__ import annotations

from cxtext.metrics.inputs import amount, count, exact, finite
from cxtext.stats.estimate import Estimate


def acquisition_cost(spend: float, new_customers: int) -> Estimate:
    """Spend on winning customers in the period per new customer. No value without new customers.

    >>> acquisition_cost(50_000, 400).value
    125.0
    """
    cost, n = amount(spend, "spend"), count(new_customers, "new customers")
    return (
        exact(cost / n, "currency", n, base="new customers")
        if n
        else Estimate.missing("no new customers", "currency")
    )


def value_to_cost(lifetime_value: float, cost: float) -> Estimate:
    """Lifetime value per unit of acquisition cost: a ratio. No value where the cost is 0.

    >>> value_to_cost(80, 125).value
    0.64
    """
    value, spent = finite(lifetime_value, "lifetime value"), amount(cost, "acquisition cost")
    return exact(value / spent, "ratio") if spent else Estimate.missing("acquisition cost is 0", "ratio")
