"""Share of wallet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from cxtext.errors import StatisticError
from cxtext.metrics.amounts import amount_estimate, amounts
from cxtext.stats.base import DEFAULT
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def share_of_wallet(
    brand_spend: ArrayLike,
    category_spend: ArrayLike,
    *,
    statistic: Literal["ratio_of_totals", "mean_of_ratios"],
    level: float = 0.95,
) -> Estimate:
    """What customers spend with the brand, of what they spend in the category, in percent.

    ``ratio_of_totals`` weighs customers by their spend: 100 sum(brand) / sum(category), linearised interval.
    ``mean_of_ratios`` counts each customer alike, Student's t interval. The two differ; name the one meant.
    Customers who spend nothing in the category are dropped; more in the brand than in the category is an
    error.

    >>> brand, category = [120, 30, 60], [200, 100, 60]
    >>> round(share_of_wallet(brand, category, statistic="ratio_of_totals").value, 4)
    58.3333
    >>> round(share_of_wallet(brand, category, statistic="mean_of_ratios").value, 4)
    63.3333
    """
    import numpy as np

    from cxtext.stats.means import ratio_of_sums

    ours, missing_ours = amounts(brand_spend, "brand spend")
    whole, missing = amounts(category_spend, "category spend")
    if len(ours) != len(whole) or missing or missing_ours:
        raise StatisticError("Each customer needs both amounts.", found=f"{len(ours)} and {len(whole)}")
    if (ours > whole).any():
        row = int(np.flatnonzero(ours > whole)[0])
        raise StatisticError(
            "The brand is part of the category.", where=f"row {row}", found=f"{ours[row]} of {whole[row]}"
        )
    buyers = whole > 0
    ours, whole = ours[buyers], whole[buyers]
    base = "customers with spend in the category"
    if statistic == "ratio_of_totals":
        if not len(whole):
            return Estimate.missing("nobody spends in the category", "percent", base=base, level=level)
        ratio = ratio_of_sums(ours, whole, level=level)
        known = math.isfinite(ratio.low)
        return Estimate(
            value=100 * ratio.value, unit="percent", n=ratio.n, base=base, level=level,
            low=max(100 * ratio.low, 0.0) if known else None,
            high=min(100 * ratio.high, 100.0) if known else None,
            method="linearised" if known else "none",
            flags=("low_base",) if ratio.n < DEFAULT.clean else (),
        )  # fmt: skip
    if statistic == "mean_of_ratios":
        return amount_estimate(
            100 * ours / whole, "mean", "percent", base=base, level=level, limits=(0.0, 100.0)
        )
    raise StatisticError("Unknown statistic.", found=statistic, do="Use ratio_of_totals or mean_of_ratios.")
