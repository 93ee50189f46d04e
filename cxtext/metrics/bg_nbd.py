"""BG/NBD: how often customers will buy again, and whether they are still there.

Fader, Hardie and Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2). A customer
makes ``x`` repeat purchases, the last at ``t_x``, and has been watched for ``T``, all in one unit of time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cxtext.errors import StatisticError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

LARGEST = 1e3  # a or b: beyond it drop-out chances no longer differ between customers, or are none


class BgNbd(NamedTuple):
    """Purchase rates are Gamma(r, alpha), drop-out chances after a purchase Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float


def check_history(
    x: ArrayLike, t_x: ArrayLike, T: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The three as arrays: 0 <= t_x <= T, T > 0, x a whole number, x = 0 exactly where t_x = 0."""
    import numpy as np

    arrays = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (x, t_x, T)))
    x, t_x, T = arrays
    rules = {
        "x is a whole number of repeat purchases, 0 or more": (x >= 0) & (x == np.floor(x)),
        "T is more than 0": (T > 0) & np.isfinite(T),
        "t_x is between 0 and T": (t_x >= 0) & (t_x <= T),
        "t_x is 0 exactly where x is 0": (x == 0) == (t_x == 0),
    }
    for rule, holds in rules.items():
        if not np.all(holds):
            row = int(np.flatnonzero(~np.atleast_1d(holds))[0])
            found = tuple(float(np.atleast_1d(v)[row]) for v in arrays)
            raise StatisticError(
                f"A purchase history must hold: {rule}.",
                where=f"customer {row}",
                found=f"x, t_x, T = {found}",
            )
    return x, t_x, T


def log_likelihood(model: BgNbd, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> float:
    """Sum of log A1 + log A2 + log(A3 + [x > 0] A4) of equation (6), in log space throughout.

    >>> round(log_likelihood(BgNbd(0.243, 4.414, 0.793, 2.426), [2, 0], [30.43, 0], [38.86, 38.86]), 6)
    -10.01332
    """
    return float(_log_terms(model, *check_history(x, t_x, T)).sum())


def _log_terms(
    model: BgNbd, x: NDArray[np.float64], t_x: NDArray[np.float64], T: NDArray[np.float64]
) -> NDArray[np.float64]:
    import numpy as np
    from scipy.special import betaln, gammaln

    r, alpha, a, b = model
    a1 = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    a2 = betaln(a, b + x) - betaln(a, b)  # B(a, b + x) / B(a, b)
    a3 = -(r + x) * np.log(alpha + T)
    a4 = np.log(a) - np.log(np.maximum(b + x, 1) - 1 + (x == 0)) - (r + x) * np.log(alpha + t_x)
    return a1 + a2 + np.where(x > 0, np.logaddexp(a3, a4), a3)


def fit_bg_nbd(x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> tuple[BgNbd, float, tuple[str, ...]]:
    """Maximum likelihood: the model, its log likelihood and flags.

    ``no_dropout_identified`` says that a or b grew to its bound: the data do not tell who left.
    """
    import numpy as np
    from scipy.optimize import minimize

    x, t_x, T = check_history(x, t_x, T)
    # Equal histories are counted once; time is scaled so that alpha starts near 1.
    history, count = np.unique(np.column_stack([x, t_x, T]), axis=0, return_counts=True)
    unit = float(T.max())
    hx, ht, hT = history[:, 0], history[:, 1] / unit, history[:, 2] / unit

    def loss(log_params: NDArray[np.float64]) -> float:
        return -float((count * _log_terms(BgNbd(*np.exp(log_params)), hx, ht, hT)).sum()) / len(x)

    largest = np.log(LARGEST)
    bounds = [(-9.0, 9.0), (-9.0, 9.0), (-9.0, largest), (-9.0, largest)]
    start = np.log([0.5, 0.2, 0.8, 2.0])
    rough = minimize(
        loss, start, method="Nelder-Mead", bounds=bounds,
        options={"maxiter": 4000, "xatol": 1e-6, "fatol": 1e-12},
    )  # fmt: skip
    best = minimize(loss, rough.x, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-15, "gtol": 1e-9})
    found = best.x if best.fun <= rough.fun else rough.x
    r, alpha, a, b = (float(v) for v in np.exp(found))
    model = BgNbd(r, alpha * unit, a, b)
    flags = ("no_dropout_identified",) if max(a, b) > 0.99 * LARGEST else ()
    return model, log_likelihood(model, x, t_x, T), flags


def probability_alive(model: BgNbd, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> NDArray[np.float64]:
    """1 / (1 + [x > 0] a / (b + x - 1) ((alpha + T) / (alpha + t_x))^(r + x)): 1 without repeat purchases.

    >>> round(float(probability_alive(BgNbd(0.243, 4.414, 0.793, 2.426), 2, 30.43, 38.86)), 10)
    0.7265785701
    """
    import numpy as np
    from scipy.special import expit

    r, alpha, a, b = model
    x, t_x, T = check_history(x, t_x, T)
    odds = np.log(a) - np.log(np.where(x > 0, b + x - 1, 1)) + (r + x) * np.log((alpha + T) / (alpha + t_x))
    return np.where(x > 0, expit(-odds), 1.0)


def expected_purchases(
    model: BgNbd, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike
) -> NDArray[np.float64]:
    """Purchases expected in the next ``t`` from customers with this history (equation 10).

    >>> round(float(expected_purchases(BgNbd(0.243, 4.414, 0.793, 2.426), 39, 2, 30.43, 38.86)), 9)
    1.226028175
    """
    x, t_x, T = check_history(x, t_x, T)
    return _purchases(model, t, x, T) * probability_alive(model, x, t_x, T)


def expected_purchases_new(model: BgNbd, t: ArrayLike) -> NDArray[np.float64]:
    """Repeat purchases expected from a customer in the first ``t`` after the first purchase (equation 9)."""
    return _purchases(model, t, 0.0, 0.0)


def _purchases(model: BgNbd, t: ArrayLike, x: ArrayLike, T: ArrayLike) -> NDArray[np.float64]:
    """(a + b + x - 1) / (a - 1) [1 - ((alpha + T) / (alpha + T + t))^(a - 1) 2F1(...)], given alive.

    2F1 is taken after Euler's transformation: its first two arguments then do not grow with x, and the
    powers of r + x, which underflow for frequent buyers, cancel. Where a is large that form overflows, and
    the published one, ((alpha + T) / (alpha + T + t))^(r + x) 2F1(r + x, b + x; a + b + x - 1; z), serves.
    """
    import numpy as np
    from scipy.special import hyp2f1

    r, alpha, a, b = model
    t, x, T = (np.asarray(v, dtype=float) for v in (t, x, T))
    if np.any(t < 0) or not np.all(np.isfinite(t)):
        raise StatisticError("The time ahead must be 0 or more.", where="t")
    if abs(a - 1) < 1e-6:  # removable singularity
        a = 1 + 1e-6
    z = t / (alpha + T + t)
    c = a + b + x - 1
    with np.errstate(all="ignore"):
        left = (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, c, z)
        published = (1 - z) ** (r + x) * hyp2f1(r + x, b + x, c, z)
        left = np.where(np.isfinite(left), left, published)
    return c / (a - 1) * (1 - left)
