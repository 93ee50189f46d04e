"""Engagement index."""

from __future__ import annotations

from math import fsum

from cxtext.errors import StatisticError
from cxtext.metrics.inputs import amount, exact, finite
from cxtext.stats.estimate import Estimate


def engagement_index(
    satisfaction: float,
    loyalty: float,
    nps: float,
    *,
    weights: tuple[float, float, float],
) -> Estimate:
    """Weighted mean of satisfaction (percent), loyalty (percent kept or back) and advocacy, (NPS + 100) / 2.

    There is no industry standard, so the weights must be said, and nobody else's index compares with it. It
    is neither a retention rate nor a measure of how often customers are active.

    >>> engagement_index(70, 55, 10, weights=(1, 1, 1)).value
    60.0
    """
    parts = [amount(satisfaction, "satisfaction"), amount(loyalty, "loyalty"), (finite(nps, "nps") + 100) / 2]
    for name, part in zip(("satisfaction", "loyalty", "advocacy"), parts, strict=True):
        if not 0 <= part <= 100:
            raise StatisticError("A component of the index lies between 0 and 100.", where=name, found=part)
    w = [amount(weight, "weights") for weight in weights]
    if len(w) != 3 or not sum(w):
        raise StatisticError("There must be three weights, not all 0.", where="weights", found=weights)
    value = fsum(a * b for a, b in zip(w, parts, strict=True)) / fsum(w)
    return exact(value, "index", base=f"weights {weights}")
