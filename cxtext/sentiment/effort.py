"""Effort in the text, calibrated against the effort that people scored (CES)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.stats.base import Minimums
from cxtext.stats.firth import firth_logistic

if TYPE_CHECKING:
    import pandas as pd

FOLDS = 5
RESAMPLES = 400


def effort_check(rows: pd.DataFrame, minimums: Minimums, seed: int) -> dict[str, object]:
    """The row ``effort_auc`` of sentiment_checks.

    ``rows``: one a respondent, with ``says`` (the end of the CES scale) and ``effort_score``. The probability
    of the bad end against the good one is a logistic regression on effort_score, fitted on the other folds;
    ``value`` is its AUC: how often a high-effort respondent gets the higher probability than a low-effort
    one, 0.5 by chance. No effort score is imputed to anyone from it.
    """
    import numpy as np
    from sklearn.metrics import roc_auc_score

    rows = rows[(rows["says"] != "neutral") & rows["effort_score"].notna()].sort_values("respondent")
    bad = (rows["says"] == "negative").to_numpy()
    row = {"statistic": "effort_auc", "n": len(rows)}
    if len(rows) < minimums.agreement_units or min(bad.sum(), (~bad).sum()) < minimums.calibration_bin:
        return row | {"method": "none", "flags": "low_base"}
    score = rows["effort_score"].to_numpy(np.float64)
    rng = np.random.default_rng(seed)
    fold = np.empty(len(bad), int)
    for side in (bad, ~bad):
        fold[side] = rng.permutation(int(side.sum())) % FOLDS
    p = np.empty(len(bad))
    for k in range(FOLDS):
        out = fold == k
        fit = firth_logistic(bad[~out].astype(float), score[~out, None])
        p[out] = 1 / (1 + np.exp(-(fit.coef[0] + fit.coef[1] * score[out])))
    draws = (rng.integers(0, len(bad), len(bad)) for _ in range(RESAMPLES))
    spread = [roc_auc_score(bad[d], p[d]) for d in draws if 0 < bad[d].sum() < len(bad)]
    low, high = np.quantile(spread, [0.025, 0.975])
    method = f"{FOLDS}-fold cross-validated logistic regression, percentile bootstrap"
    return row | {"value": float(roc_auc_score(bad, p)), "low": low, "high": high, "method": method}
