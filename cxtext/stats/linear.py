"""Least squares with errors that do not assume equal variance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxtext.errors import StatisticError
from cxtext.stats.checks import numbers


class LinearFit(NamedTuple):
    """Coefficients, the intercept first; HC3 errors and their normal limits; classical errors; R^2."""

    coef: np.ndarray
    se: np.ndarray
    low: np.ndarray
    high: np.ndarray
    se_classic: np.ndarray
    r2: float


def linear_model(y: np.ndarray, x: np.ndarray, level: float = 0.95) -> LinearFit:
    """y (n,) on x (n, k) and an intercept. HC3: (Z'Z)^-1 Z' diag(e^2/(1 - h)^2) Z (Z'Z)^-1.

    Refused where columns determine each other or there are no more rows than coefficients.

    >>> linear_model(np.array([1.0, 2, 4, 5]), np.array([[0], [0], [1], [1]])).coef.round(6).tolist()
    [1.5, 3.0]
    """
    import statsmodels.api as sm

    y, x = numbers(y, "y"), numbers(x, "x")
    design = np.column_stack([np.ones(len(y)), x])
    if len(y) <= design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        raise StatisticError(
            "Columns that determine each other, or too few rows.", where="x", found=x.shape,
            do="Merge topics that always occur together; leave out those that all or none have.",
        )  # fmt: skip
    plain = sm.OLS(y, design).fit()
    robust = plain.get_robustcov_results("HC3", use_t=False)
    limits = robust.conf_int(alpha=1 - level)
    return LinearFit(plain.params, robust.bse, limits[:, 0], limits[:, 1], plain.bse, float(plain.rsquared))
