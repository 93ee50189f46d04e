"""One 2 x 2 question asked in several strata: Cochran, Mantel and Haenszel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxtext.errors import StatisticError
from cxtext.stats.checks import counts
from cxtext.stats.estimate import Significance


class Stratified(NamedTuple):
    """Common odds ratio with limits, the test of no association, and of one odds ratio in all strata."""

    odds: float
    low: float
    high: float
    test: Significance
    test_with_continuity: Significance
    homogeneity: Significance


def mantel_haenszel(tables: object, level: float = 0.95) -> Stratified:
    """Tables (strata, 2, 2). OR_MH = sum(ad/n)/sum(bc/n), limits by Robins, Breslow and Greenland.

    The chi-square of no association is without continuity correction (R's default has it: see
    ``test_with_continuity``); homogeneity is Breslow and Day's. Strata with an empty row or column say
    nothing and are left out. Refused where none is left.

    >>> m = mantel_haenszel([[[10, 5], [4, 12]], [[8, 6], [3, 9]]])
    >>> round(m.odds, 3)
    4.965
    """
    from statsmodels.stats.contingency_tables import StratifiedTable

    t = counts(tables, "tables")
    if t.ndim != 3 or t.shape[1:] != (2, 2):
        raise StatisticError("Tables have the shape (strata, 2, 2).", where="tables", found=t.shape)
    t = t[(t.sum(1) > 0).all(1) & (t.sum(2) > 0).all(1)]
    products = t[:, 0, 0] * t[:, 1, 1], t[:, 0, 1] * t[:, 1, 0]
    if not len(t) or not all((p > 0).any() for p in products):
        raise StatisticError(
            "No common odds ratio: no stratum has both rows and columns filled, or one diagonal is empty.",
            where="tables", found=np.asarray(tables).tolist(),
        )  # fmt: skip
    fit = StratifiedTable(list(t))
    low, high = fit.oddsratio_pooled_confint(alpha=1 - level)
    plain, corrected = fit.test_null_odds(correction=False), fit.test_null_odds(correction=True)
    equal = fit.test_equal_odds()
    return Stratified(
        float(fit.oddsratio_pooled), float(low), float(high),
        *(Significance(float(r.statistic), float(r.pvalue)) for r in (plain, corrected, equal)),
    )  # fmt: skip
