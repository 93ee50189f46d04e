"""Odds ratios of several topics at once."""

from __future__ import annotations

import warnings

import numpy as np

from cxtext.errors import StatisticError
from cxtext.stats.checks import numbers, z_of
from cxtext.stats.firth import LogisticFit, firth_logistic


def logistic(y: np.ndarray, x: np.ndarray, level: float = 0.95, smallest_cell: int = 5) -> LogisticFit:
    """Maximum likelihood with Wald limits; Firth with profile limits where topic x outcome has a small cell.

    y (n,) and x (n, k) are 0/1. exp(coef[1:]) are the adjusted odds ratios. The log-likelihood is penalised
    where method is "firth".

    >>> y = np.tile([1, 0, 0, 1, 1, 0], 10); x = np.tile([[1], [1], [0], [0], [1], [0]], (10, 1))
    >>> logistic(y, x).coef.round(4).tolist()
    [-0.6931, 1.3863]
    """
    y, x = numbers(y, "y"), numbers(x, "x")
    if x.ndim != 2 or y.shape != x.shape[:1] or not x.size:
        raise StatisticError("One outcome and one row of topics each.", found=f"{y.shape}, {x.shape}")
    both, has = y @ x, x.sum(0)
    cells = np.array([both, has - both, y.sum() - both, len(y) - has - y.sum() + both])
    if cells.min() < smallest_cell:
        return firth_logistic(y, x, level)
    import statsmodels.api as sm
    from statsmodels.tools import sm_exceptions as trouble

    design = np.column_stack([np.ones(len(y)), x])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return firth_logistic(y, x, level)
    unsafe = (trouble.PerfectSeparationWarning, trouble.ConvergenceWarning, trouble.HessianInversionWarning)
    try:
        with warnings.catch_warnings():
            for warning in unsafe:
                warnings.simplefilter("error", warning)
            fit = sm.Logit(y, design).fit(disp=0, method="newton", maxiter=100, tol=1e-12)
    except (trouble.PerfectSeparationError, *unsafe, np.linalg.LinAlgError):
        return firth_logistic(y, x, level)
    half = z_of(level) * fit.bse
    return LogisticFit(
        fit.params, fit.bse, fit.params - half, fit.params + half, fit.pvalues, float(fit.llf), "wald"
    )
