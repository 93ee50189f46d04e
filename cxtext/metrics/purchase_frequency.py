"""Purchase frequency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import StatisticError
from cxtext.metrics.amounts import amount_estimate, amounts
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def purchase_frequency(orders: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Orders per customer in the period: one count a customer who bought, Student's t interval.

    Not a retention rate, and not how often a customer opens an app.

    >>> purchase_frequency([1, 1, 4]).value
    2.0
    """
    values, missing = amounts(orders, "orders")
    if (values != values.round()).any():
        raise StatisticError("A customer has a whole number of orders.", where="orders")
    return amount_estimate(
        values, "mean", "orders per customer", base="customers", level=level, n_missing=missing
    )
