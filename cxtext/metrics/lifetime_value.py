"""Customer lifetime value (CLV) from a constant margin, retention and discount."""

from __future__ import annotations

from typing import Literal

from cxtext.errors import StatisticError
from cxtext.metrics.inputs import amount, exact, finite
from cxtext.stats.estimate import Estimate

Timing = Literal["now", "after_period"]


def lifetime_value(
    margin: float,
    retention: float,
    discount: float = 0.0,
    *,
    timing: Timing,
    periods: int | None = None,
) -> Estimate:
    """The margin expected of a customer, discounted, in the currency of ``margin``.

    With r the retention and d the discount of one period, as shares, and q = r / (1 + d):

    - ``timing="now"``: the first margin falls now: m (1 + q + q^2 + ...) = m (1 + d) / (1 + d - r).
    - ``timing="after_period"``: it falls after a period that the customer survives (Gupta and Lehmann 2003):
      m (q + q^2 + ...) = m r / (1 + d - r), exactly m less.

    ``periods`` cuts the sum after so many margins. Retention is an input, no stand-in for the value. Where no
    customer leaves and nothing is discounted the value has no end: None, unless ``periods`` is given.

    >>> round(lifetime_value(20, 0.75, timing="now").value, 8)
    80.0
    >>> round(lifetime_value(20, 0.75, 0.10, timing="after_period").value, 8)
    42.85714286
    >>> round(lifetime_value(20, 0.75, 0.10, timing="now", periods=5).value, 8)
    53.59529745
    """
    m, r, d = amount(margin, "margin"), amount(retention, "retention"), finite(discount, "discount")
    if timing not in ("now", "after_period"):
        raise StatisticError("When does the first margin fall?", where="timing", found=timing,
                             do='Say "now" or "after_period".')  # fmt: skip
    if r > 1:
        raise StatisticError("Retention is a share, 0 to 1.", where="retention", found=retention)
    if d <= -1:
        raise StatisticError("A discount is above -1.", where="discount", found=discount)
    if periods is not None and (periods < 1 or periods != int(periods)):
        raise StatisticError("It is a whole number of periods, 1 or more.", where="periods", found=periods)
    q = r / (1 + d)
    base = f"first margin {'now' if timing == 'now' else 'after one period'}"
    if periods is None:
        if r == 1 or q >= 1:
            return Estimate.missing("without churn the value has no end; give periods", "currency", base=base)
        total = 1 / (1 - q)
    else:
        total = float(periods) if q == 1 else (1 - q**periods) / (1 - q)
        base += f", {periods} periods"
    return exact(m * total * (1.0 if timing == "now" else q), "currency", base=base)


def lifetime_value_of_revenue(revenue: float, margin_percent: float, life: float) -> Estimate:
    """Revenue per period x margin x periods of life, undiscounted.

    >>> lifetime_value_of_revenue(50, 40, 4).value
    80.0
    """
    share = amount(margin_percent, "margin")
    if share > 100:
        raise StatisticError("A margin is at most 100 percent.", where="margin", found=margin_percent)
    return exact(amount(revenue, "revenue") * share * amount(life, "life") / 100, "currency")


def lifetime_value_per_capex(total_value: float, capex: float) -> Estimate:
    """Lifetime value of all customers per unit of capital spent: a ratio. No value where none was spent.

    >>> lifetime_value_per_capex(80 * 1000, 20_000).value
    4.0
    """
    value, spent = finite(total_value, "total value"), finite(capex, "capex")
    if spent <= 0:
        return Estimate.missing("no capital expenditure", "ratio")
    return exact(value / spent, "ratio")
