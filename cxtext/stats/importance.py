"""How much of R^2 each topic carries, whatever the order. Show it beside the coefficient's sign."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from cxtext.errors import StatisticError
from cxtext.stats.checks import numbers

EXACT_TO = 12  # 2^k fits


def lmg(
    y: np.ndarray, x: np.ndarray, *, permutations: int = 2000, rng: np.random.Generator | None = None
) -> np.ndarray:
    """Average gain in R^2 over all orders of entry (Lindeman, Merenda and Gold; Shapley). Sums to R^2.

    Exact up to 12 columns. Beyond, the mean over sampled orders, each with its reverse; that needs ``rng``.
    Refused where y or a column is constant, or columns determine each other.

    >>> x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]); y = np.array([0, 1, 2, 4.0])
    >>> lmg(y, x).round(4).tolist()
    [0.7143, 0.2571]
    """
    r, c = _correlations(y, x)
    if len(c) <= EXACT_TO:
        return _exact(r, c)
    if rng is None:
        raise StatisticError(
            "Sampled importance needs a random generator.", where="rng", found=f"{len(c)} columns",
            do="Give rng=numpy.random.default_rng(seed).",
        )  # fmt: skip
    return _sampled(r, c, permutations, rng)


def _exact(r: np.ndarray, c: np.ndarray) -> np.ndarray:
    k = len(c)
    fits = np.zeros(2**k)  # R^2 by bit mask of the columns in
    weights = np.empty(k)
    for size in range(1, k + 1):
        sets = np.array(list(combinations(range(k), size)))
        right = c[sets][:, :, None]
        solved = np.linalg.solve(r[sets[:, :, None], sets[:, None, :]], right)
        fits[(1 << sets).sum(1)] = (right * solved).sum((1, 2))
        weights[size - 1] = 1 / (k * len(list(combinations(range(k - 1), size - 1))))
    masks = np.arange(2**k)
    sizes = np.bitwise_count(masks)
    gains = np.empty(k)
    for j in range(k):
        without = masks[(masks >> j) & 1 == 0]
        gains[j] = (weights[sizes[without]] * (fits[without | 1 << j] - fits[without])).sum()
    return gains


def _sampled(r: np.ndarray, c: np.ndarray, permutations: int, rng: np.random.Generator) -> np.ndarray:
    # the last row of the Cholesky factor holds the square roots of the gains in that order
    k = len(c)
    whole = np.block([[r, c[:, None]], [c[None, :], np.ones((1, 1))]])
    whole[-1, -1] += 1e-9  # a perfect fit stays factorable; the gains do not depend on it
    gains = np.zeros(k)
    for _ in range((permutations + 1) // 2):
        forward = rng.permutation(k)
        for order in (forward, forward[::-1]):
            index = np.append(order, k)
            gains[order] += np.linalg.cholesky(whole[np.ix_(index, index)])[-1, :-1] ** 2
    return gains / (2 * ((permutations + 1) // 2))


def johnson_weights(y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Johnson's relative weights: (L o L) (L^-1 c)^2 with L L = R. Sum to R^2.

    Kept to compare with software that reports them; its derivation is flawed (Thomas and others 2014), so
    ``lmg`` is the default.
    """
    r, c = _correlations(y, x)
    values, vectors = np.linalg.eigh(r)
    root = (vectors * np.sqrt(values)) @ vectors.T
    return root**2 @ np.linalg.solve(root, c) ** 2


def _correlations(y: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    y, x = numbers(y, "y"), numbers(x, "x")
    if x.ndim != 2 or y.shape != x.shape[:1] or not x.shape[1]:
        raise StatisticError("One score and one row of topics each.", found=f"{y.shape}, {x.shape}")
    centred = np.column_stack([x, y])
    centred = centred - centred.mean(0)
    spread = np.sqrt((centred**2).sum(0))
    if (spread <= 1e-12 * np.abs(np.column_stack([x, y])).max(0)).any():
        raise StatisticError("The score and each topic must vary.", where="x, y")
    r = (centred / spread).T @ (centred / spread)
    if np.linalg.eigvalsh(r[:-1, :-1])[0] < 1e-10:
        raise StatisticError("Topics that determine each other.", where="x", do="Merge identical topics.")
    return r[:-1, :-1], r[:-1, -1]
