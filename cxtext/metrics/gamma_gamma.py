"""Gamma-Gamma: what a customer spends per purchase, shrunk towards what all customers spend.

Fader and Hardie (2013), The Gamma-Gamma model of monetary value. ``x`` counts the purchases that the mean
``spend`` is over (repeat purchases, where it goes with BG/NBD). It takes spend and frequency as unrelated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cxtext.errors import StatisticError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

RELATED = 0.3  # correlation of frequency and spend above which the model's assumption is in doubt


class GammaGamma(NamedTuple):
    """One purchase is Gamma(p, nu), and nu differs between customers as Gamma(q, v)."""

    p: float
    q: float
    v: float


def log_likelihood(model: GammaGamma, x: ArrayLike, spend: ArrayLike) -> float:
    """Sum over buyers of log Γ(px+q)/(Γ(px)Γ(q)) + q log v + (px-1) log m + px log x - (px+q) log(xm+v)."""
    return float(_log_terms(model, *_buyers(x, spend)).sum())


def _log_terms(model: GammaGamma, x: NDArray[np.float64], m: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np
    from scipy.special import gammaln

    p, q, v = model
    px = p * x
    return (
        gammaln(px + q) - gammaln(px) - gammaln(q)
        + q * np.log(v) + (px - 1) * np.log(m) + px * np.log(x) - (px + q) * np.log(x * m + v)
    )  # fmt: skip


def _buyers(x: ArrayLike, spend: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Those with at least one purchase and a positive mean spend; a negative spend is an error."""
    import numpy as np

    x, m = np.asarray(x, dtype=float), np.asarray(spend, dtype=float)
    if np.any(m[x > 0] < 0):
        raise StatisticError(
            "A mean spend is negative.",
            where="spend",
            found=float(m[x > 0].min()),
            do="Net refunds out before.",
        )
    use = (x >= 1) & (m > 0) & np.isfinite(m)
    return x[use], m[use]


def fit_gamma_gamma(x: ArrayLike, spend: ArrayLike) -> tuple[GammaGamma, float, float, tuple[str, ...]]:
    """Maximum likelihood: the model, its log likelihood, the correlation of x and spend, and flags.

    ``spend_depends_on_frequency`` marks a correlation beyond 0.3; ``mean_undefined`` marks q <= 1.
    """
    import numpy as np
    from scipy.optimize import minimize

    x, m = _buyers(x, spend)
    if len(x) < 3:
        raise StatisticError(
            "Gamma-Gamma needs buyers with a spend.", where="spend", found=f"{len(x)} buyers"
        )
    unit = float(np.median(m))

    def loss(log_params: NDArray[np.float64]) -> float:
        return -float(_log_terms(GammaGamma(*np.exp(log_params)), x, m / unit).mean())

    start = np.log([2.0, 3.0, 1.0])
    rough = minimize(
        loss, start, method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-6, "fatol": 1e-12}
    )
    best = minimize(loss, rough.x, method="BFGS", options={"gtol": 1e-9})
    found = best.x if best.fun <= rough.fun else rough.x
    p, q, v = (float(value) for value in np.exp(found))
    model = GammaGamma(p, q, v * unit)
    varied = np.ptp(x) > 0 and np.ptp(m) > 0
    correlation = float(np.corrcoef(x, m)[0, 1]) if varied else 0.0
    flags: tuple[str, ...] = ("spend_depends_on_frequency",) if abs(correlation) > RELATED else ()
    flags += ("mean_undefined",) if q <= 1 else ()
    return model, log_likelihood(model, x, m), correlation, flags


def expected_spend(model: GammaGamma, x: ArrayLike, spend: ArrayLike) -> NDArray[np.float64]:
    """p (v + x m) / (p x + q - 1): a customer's expected spend per purchase; p v / (q - 1) where x is 0.

    >>> round(float(expected_spend(GammaGamma(6.25, 3.74, 15.44), 2, 22.35)), 8)
    24.66371391
    """
    import numpy as np

    p, q, v = model
    if q <= 1:
        raise StatisticError(
            "The mean spend of this model is not finite.", where="Gamma-Gamma", found=f"q = {q}"
        )
    x = np.asarray(x, dtype=float)
    total = np.where(x > 0, x * np.asarray(spend, dtype=float), 0.0)
    return p * (v + total) / (p * x + q - 1)
