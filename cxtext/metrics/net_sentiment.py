"""Net sentiment of comments."""

from __future__ import annotations

from typing import Literal

from cxtext.errors import StatisticError
from cxtext.metrics.estimates import NetInterval
from cxtext.metrics.inputs import count
from cxtext.stats.estimate import Estimate


def net_sentiment(
    positive: int,
    neutral: int,
    negative: int,
    *,
    variant: Literal["all", "polar"] = "all",
    interval: NetInterval = "score",
    level: float = 0.95,
) -> Estimate:
    """Positive minus negative comments, in points of all comments: 100 (positive - negative) / all.

    The ``polar`` variant leaves neutral comments out of the base and is flagged ``variant``. Intervals are
    those of NPS: both are differences of two shares of one sample.

    >>> net_sentiment(120, 50, 80).value, net_sentiment(120, 50, 80, variant="polar").value
    (16.0, 20.0)
    """
    import numpy as np

    from cxtext.metrics.cells import count_cells
    from cxtext.metrics.estimates import About, net_estimates

    if variant not in ("all", "polar"):
        raise StatisticError("Unknown variant.", where="variant", found=variant, do="Use all or polar.")
    counts = [count(negative, "negative"), count(neutral, "neutral"), count(positive, "positive")]
    if variant == "polar":
        counts[1] = 0
    about = About(level, base="comments" if variant == "all" else "comments that are not neutral",
                  flags=() if variant == "all" else ("variant",))  # fmt: skip
    cells = count_cells(np.repeat(np.arange(3), counts), 3)
    return net_estimates(cells, np.array([-1, 0, 1]), about, interval)[0]
