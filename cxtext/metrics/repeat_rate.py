"""Repeat customers."""

from __future__ import annotations

from cxtext.metrics.inputs import share_of
from cxtext.stats.estimate import Estimate


def repeat_rate(repeat_customers: int, customers: int, *, level: float = 0.95) -> Estimate:
    """Customers with two or more purchases in the period, of those with at least one, Wilson's interval.

    100 repeat_customers / customers, in percent. No value where there are no customers.

    >>> repeat_rate(946, 2357).unit
    'percent'
    """
    return share_of(repeat_customers, customers, "repeat customers", "customers",
                    base="customers with a purchase in the period", level=level)  # fmt: skip
