"""What a topic costs or earns a score: the score minus what it would be without the topic.

``y`` is a score per respondent (n,): -100/0/100 for NPS, 0/100 for a share, or the answer itself. ``x`` is a
0/1 matrix (n, k), a column a topic. Impacts are in the unit of y. Rows of one respondent share a cluster.
Association, not cause: see the caveats of the drivers report.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.special import ndtr

from cxtext.errors import StatisticError
from cxtext.stats.checks import numbers, weights_for, z_of
from cxtext.stats.influence import standard_error


class Impacts(NamedTuple):
    """One entry a topic, all in the order of the columns. NaN where a topic's impact is not defined."""

    impact: np.ndarray  # prevalence x effect
    se: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray
    effect: np.ndarray  # marginal: gap of mean y with and without; adjusted: regression coefficient
    prevalence: np.ndarray  # share of rows, 0 to 1
    intercept: float = float("nan")  # of the adjusted model


def marginal_impact(
    y: np.ndarray,
    x: np.ndarray,
    *,
    clusters: object | None = None,
    weights: object | None = None,
    level: float = 0.95,
) -> Impacts:
    """Mean of y minus its mean over the rows without the topic = prevalence x gap, each topic alone.

    phi_i = (y_i - ybar) - 1[x_i = 0] (y_i - ybar_0)/(1 - pi), SE^2 = sum phi^2/(n (n - 1)), or summed within
    clusters with G/(G - 1); normal limits. NaN for a topic that all rows have, or none.

    >>> y = np.array([100, 100, 0, -100, -100, 0.0]); x = np.array([[0], [0], [0], [1], [1], [1]])
    >>> marginal_impact(y, x).impact.round(4).tolist()
    [-66.6667]
    """
    y, x, w = checked(y, x, weights)
    value, prevalence, gap, phi = marginal_influence(y, x, w)
    return impacts(value, standard_error(phi, clusters), gap, prevalence, z_of(level))


def adjusted_impact(
    y: np.ndarray,
    x: np.ndarray,
    *,
    clusters: object | None = None,
    weights: object | None = None,
    level: float = 0.95,
) -> Impacts:
    """Coefficient x prevalence from one least-squares fit of y on all topics.

    phi_i = pi psi_i + beta (x_i - pi), psi_i = n (Z'Z)^-1 z_i e_i the coefficient's influence;
    SE^2 = sum phi^2/(n (n - 1)), or summed within clusters with G/(G - 1); normal limits.
    intercept + sum of effect x prevalence = mean of y. Topics that all rows have, or none, and topics that
    the others determine exactly (identical columns) are NaN: merge those before.

    >>> y = np.array([100, 100, 0, -100, -100, 0.0]); x = np.array([[0], [0], [0], [1], [1], [1]])
    >>> adjusted_impact(y, x).impact.round(4).tolist()
    [-66.6667]
    """
    y, x, w = checked(y, x, weights)
    value, prevalence, beta, intercept, phi = adjusted_influence(y, x, w)
    return impacts(value, standard_error(phi, clusters), beta, prevalence, z_of(level))._replace(
        intercept=intercept
    )


def marginal_influence(
    y: np.ndarray, x: np.ndarray, w: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Impact, prevalence, gap and the influence matrix (n, k); w has mean 1."""
    n = len(y)
    mean = float(w @ y) / n
    prevalence = w @ x / n
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_with = (w * y) @ x / (n * prevalence)
        mean_without = (mean - prevalence * mean_with) / (1 - prevalence)
        phi = (y - mean)[:, None] - (1 - x) * ((y[:, None] - mean_without) / (1 - prevalence))
    phi *= w[:, None]
    defined = (prevalence > 0) & (prevalence < 1)
    gap = np.where(defined, mean_with - mean_without, np.nan)
    return prevalence * gap, prevalence, gap, phi


def adjusted_influence(
    y: np.ndarray, x: np.ndarray, w: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, np.ndarray]:
    """Impact, prevalence, coefficient, intercept and the influence matrix (n, k); w has mean 1."""
    n = len(y)
    prevalence = w @ x / n
    # few topics a row: sparse products are faster, and do not depend on the number of threads
    rows = csr_array(x)
    inverse, estimable = _gram_inverse(rows, w, prevalence)
    cross = np.concatenate(([(w * y).sum()], rows.T @ (w * y))) / n
    coefficients = inverse @ cross
    intercept, beta = float(coefficients[0]), np.where(estimable, coefficients[1:], np.nan)
    projected = rows @ inverse[1:] + inverse[0]  # row i: z_i' (Z'WZ/n)^-1
    residual = y - intercept - rows @ coefficients[1:]
    phi = projected[:, 1:]  # in place: n x k may be large
    phi *= (w * residual)[:, None]
    phi *= prevalence
    shares = x - prevalence
    shares *= beta
    shares *= w[:, None]
    phi += shares
    return prevalence * beta, prevalence, beta, intercept, phi


def _gram_inverse(x: csr_array, w: np.ndarray, prevalence: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    # (Z'WZ/n)^-1 by eigenvectors of the scaled matrix: where it is singular, the coefficients that the null
    # space touches are not estimable and the others still are
    n, k = x.shape
    gram = np.empty((k + 1, k + 1))
    gram[0, 0] = 1.0
    gram[0, 1:] = gram[1:, 0] = prevalence
    gram[1:, 1:] = (x.multiply(w[:, None]).T @ x).toarray() / n
    scale = np.sqrt(np.diag(gram))
    scale[scale == 0] = 1.0
    values, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    null = values < 1e-10 * values[-1]
    estimable = ~(np.abs(vectors[1:, null]) > 1e-6).any(axis=1)
    kept = vectors[:, ~null] / scale[:, None]
    return (kept / values[~null]) @ kept.T, estimable & (prevalence > 0) & (prevalence < 1)


def impacts(
    value: np.ndarray, se: np.ndarray, effect: np.ndarray, prevalence: np.ndarray, z: float
) -> Impacts:
    """Normal limits and p; NaN where the value is."""
    se = np.where(np.isnan(value), np.nan, se)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = np.where(se > 0, 2 * ndtr(-np.abs(value / se)), np.nan)
    return Impacts(value, se, value - z * se, value + z * se, p, effect, prevalence)


def checked(y: object, x: object, weights: object | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """y, x as floats and weights of mean 1; wrong shapes and other topic marks than 0 and 1 are refused."""
    y, x = numbers(y, "y"), numbers(x, "x")
    if y.ndim != 1 or x.ndim != 2 or len(x) != len(y):
        raise StatisticError(
            "One score and one row of topics each.", where="y, x", found=f"{y.shape}, {x.shape}"
        )
    if len(y) < 2:
        raise StatisticError("An impact needs at least two rows.", where="y", found=len(y))
    if not ((x == 0) | (x == 1)).all():
        raise StatisticError("Topics are marked with 0 or 1.", where="x", found=np.unique(x)[:5].tolist())
    w = weights_for(len(y), weights)
    return y, x, w / w.mean()
