"""Cost to serve."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from cxtext.metrics.inputs import amount, count, exact
from cxtext.stats.estimate import Estimate


def cost_to_serve(costs: Mapping[str, float], units: int, *, per: str) -> Estimate:
    """Support, delivery, returns and whatever else serving costs, per order, customer or contact.

    The denominator changes the meaning, so ``per`` has no default. No value where there are no units.

    >>> cost_to_serve({"support": 90_000, "delivery": 60_000, "returns": 15_000}, 5_500, per="order").value
    30.0
    """
    total = fsum(amount(cost, name) for name, cost in costs.items())
    n = count(units, f"{per} count")
    unit = f"currency per {per}"
    return exact(total / n, unit, n, base=" + ".join(costs)) if n else Estimate.missing(f"no {per}", unit)
