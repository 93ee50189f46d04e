"""Do the items of an index hang together? Cronbach's alpha."""

from __future__ import annotations

import numpy as np

from cxtext.errors import StatisticError


def cronbach_alpha(items: object) -> float:
    """k/(k-1) (1 - sum of item variances/variance of the sum), over complete rows (respondents, items).

    NaN with fewer than two complete rows or where the sum does not vary. Reverse the items that point the
    other way first.

    >>> round(cronbach_alpha([[4, 4, 4, 5], [5, 5, 4, 4], [2, 2, 3, 3], [3, 3, 4, 3]]), 3)
    0.894
    """
    x = np.asarray(items, dtype=float)
    if x.ndim != 2 or x.shape[1] < 2:
        raise StatisticError("Alpha needs two or more items.", where="items", found=x.shape)
    x = x[~np.isnan(x).any(1)]
    if len(x) < 2:
        return float("nan")
    total = float(x.sum(1).var(ddof=1))
    if not total > 0:
        return float("nan")
    k = x.shape[1]
    return k / (k - 1) * (1 - float(x.var(axis=0, ddof=1).sum()) / total)
