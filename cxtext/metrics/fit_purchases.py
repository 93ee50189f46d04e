"""Who is still a customer, what they will buy and what it is worth: BG/NBD and Gamma-Gamma together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cxtext.errors import StatisticError
from cxtext.metrics.bg_nbd import BgNbd, expected_purchases, fit_bg_nbd, probability_alive
from cxtext.metrics.gamma_gamma import GammaGamma, expected_spend, fit_gamma_gamma
from cxtext.metrics.purchase_history import purchase_history
from cxtext.stats.base import DEFAULT, Minimums
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray


class PurchaseFit(NamedTuple):
    """The fitted models and the histories they were fitted on.

    ``purchases`` is None where there are too few customers or repeat buyers, ``spend`` where there are no
    values or the mean spend is not finite; ``reason`` then says why. ``correlation`` is that of frequency and
    spend, which Gamma-Gamma takes as 0.
    """

    history: pd.DataFrame
    purchases: BgNbd | None
    spend: GammaGamma | None
    log_likelihoods: tuple[float | None, float | None]
    correlation: float | None
    flags: tuple[str, ...]
    reason: str | None


def fit_purchases(
    transactions: pd.DataFrame,
    *,
    customer: str,
    date: str,
    value: str | None = None,
    until: str | pd.Timestamp | None = None,
    days_per_period: float = 7.0,
    minimums: Minimums = DEFAULT,
) -> PurchaseFit:
    """Fit both models to a table of purchases, one row each; see ``purchase_history`` for its rules.

    It takes at least 200 customers, 50 of them with a repeat purchase; with fewer, ``purchases`` is None.
    Flag ``no_dropout_identified``: the data do not tell who left; ``spend_depends_on_frequency``:
    correlation beyond 0.3. Predict with ``predict_purchases``.

    >>> import pandas as pd
    >>> bought = pd.DataFrame({"id": ["a", "a", "b"], "day": ["2026-01-01", "2026-01-15", "2026-01-08"]})
    >>> fit_purchases(bought, customer="id", date="day").reason
    'fewer than 200 customers or 50 repeat buyers'
    """
    history = purchase_history(
        transactions, customer=customer, date=date, value=value, until=until, days_per_period=days_per_period
    )
    return fit_history(history, minimums=minimums)


def fit_history(history: pd.DataFrame, *, minimums: Minimums = DEFAULT) -> PurchaseFit:
    """Fit both models to histories with the columns x, t_x, T and, if known, spend."""
    repeaters = int((history["x"] > 0).sum())
    if len(history) < minimums.purchase_customers or repeaters < minimums.purchase_repeaters:
        reason = (f"fewer than {minimums.purchase_customers} customers "
                  f"or {minimums.purchase_repeaters} repeat buyers")  # fmt: skip
        return PurchaseFit(history, None, None, (None, None), None, (), reason)
    purchases, loglik, flags = fit_bg_nbd(history["x"], history["t_x"], history["T"])
    if "spend" not in history:
        return PurchaseFit(history, purchases, None, (loglik, None), None, flags, "no purchase values")
    spend, spend_loglik, correlation, more = fit_gamma_gamma(history["x"], history["spend"])
    undefined = "mean_undefined" in more
    return PurchaseFit(
        history, purchases, None if undefined else spend, (loglik, spend_loglik), correlation,
        flags + more, "the mean spend is not finite" if undefined else None,
    )  # fmt: skip


def predict_purchases(
    fit: PurchaseFit, periods: float, *, discount_per_year: float = 0.0, periods_per_year: float = 52.0
) -> pd.DataFrame:
    """Per customer: ``alive`` (probability), ``expected`` purchases in the next ``periods``, ``value``.

    ``value`` is the expected spend per purchase times the discounted purchases (NaN without a spend model).
    """
    import numpy as np

    if fit.purchases is None:
        raise StatisticError("There is no purchase model to predict from.", found=fit.reason)
    h = fit.history
    x, t_x, T = (h[name].to_numpy(float) for name in ("x", "t_x", "T"))
    discounted = discounted_purchases(
        fit.purchases, periods, x, t_x, T,
        discount_per_year=discount_per_year, periods_per_year=periods_per_year,
    )  # fmt: skip
    spend = np.full(len(h), np.nan) if fit.spend is None else expected_spend(fit.spend, x, h["spend"])
    return h[["customer"] if "customer" in h else []].assign(
        alive=probability_alive(fit.purchases, x, t_x, T),
        expected=expected_purchases(fit.purchases, periods, x, t_x, T),
        spend=spend,
        value=discounted * spend,
    )


def discounted_purchases(
    model: BgNbd,
    periods: float,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    *,
    discount_per_year: float,
    periods_per_year: float = 52.0,
) -> NDArray[np.float64]:
    """Sum over periods of the purchases expected in each, over (1 + d)^(end of period in years).

    >>> model = BgNbd(0.243, 4.414, 0.793, 2.426)
    >>> round(float(discounted_purchases(model, 52, 2, 30.43, 38.86, discount_per_year=0.1)), 9)
    1.490405971
    """
    import numpy as np

    if not (np.isfinite(periods) and periods > 0) or discount_per_year <= -1:
        raise StatisticError(
            "It takes periods above 0 and a discount above -1.", found=(periods, discount_per_year)
        )
    if discount_per_year == 0:
        return expected_purchases(model, periods, x, t_x, T)
    ends = np.append(np.arange(1.0, np.ceil(periods)), periods)
    before, total = np.zeros(np.shape(np.asarray(x, dtype=float))), 0.0
    for end in ends:
        until = expected_purchases(model, end, x, t_x, T)
        total = total + (until - before) / (1 + discount_per_year) ** (end / periods_per_year)
        before = until
    return np.asarray(total)


def expected_customers(fit: PurchaseFit) -> Estimate:
    """How many of the customers are expected to be still there: the sum of their probabilities."""
    h = fit.history
    if fit.purchases is None:
        return Estimate.missing(fit.reason or "no purchase model", "customers", n=len(h))
    alive = probability_alive(fit.purchases, h["x"], h["t_x"], h["T"])
    return Estimate(value=float(alive.sum()), unit="customers", n=len(h), method="none", flags=fit.flags)
