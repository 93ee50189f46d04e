"""Proportional odds on detractor < passive < promoter: a second opinion on the adjusted impacts.

It is not calibrated to the observed NPS, hence sensitivity only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit

from cxtext.errors import StatisticError
from cxtext.stats.checks import numbers


class ProportionalOdds(NamedTuple):
    """Log odds of a better category, their SE, the cuts, and each topic's impact on the predicted NPS."""

    coef: np.ndarray
    se: np.ndarray
    cuts: np.ndarray
    log_likelihood: float
    predicted_nps: float
    impact: np.ndarray


def proportional_odds(category: np.ndarray, x: np.ndarray) -> ProportionalOdds:
    """logit P(Y <= j) = cut_j - x b. Impact of a topic: predicted NPS minus predicted NPS without the topic.

    ``category`` (n,) is 0, 1 or 2, all three present; x (n, k) is 0/1 without constant columns.
    """
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    y, x = numbers(category, "category"), numbers(x, "x")
    if x.ndim != 2 or y.shape != x.shape[:1] or set(np.unique(y)) != {0, 1, 2}:
        raise StatisticError("Categories are 0, 1 and 2, each with a row of topics.", found=np.unique(y))
    if np.linalg.matrix_rank(np.column_stack([np.ones(len(y)), x])) <= x.shape[1]:
        raise StatisticError("Topics that are constant or determine each other.", where="x")
    model = OrderedModel(y.astype(int), x, distr="logit")
    fit = model.fit(method="newton", disp=0, maxiter=100, warn_convergence=False)
    if not fit.mle_retvals["converged"]:
        raise StatisticError("The proportional odds model did not converge.", found=f"{x.shape} topics")
    k = x.shape[1]
    coef = np.asarray(fit.params[:k])
    cuts = np.asarray(model.transform_threshold_params(fit.params)[1:-1])

    def nps(topics: np.ndarray) -> float:
        score = topics @ coef
        return float(100 * (expit(score - cuts[1]) - expit(cuts[0] - score)).mean())

    whole = nps(x)
    impact = np.array([whole - nps(np.where(np.arange(k) == j, 0.0, x)) for j in range(k)])
    return ProportionalOdds(coef, np.asarray(fit.bse[:k]), cuts, float(fit.llf), whole, impact)
