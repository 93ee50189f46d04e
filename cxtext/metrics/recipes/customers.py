"""Recipes about customers: how long they stay, how often they buy, what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import ConfigError
from cxtext.metrics.change import Share
from cxtext.metrics.recipes.recipe import Figure, Options, Recipe, mean_sample, number_option
from cxtext.stats.base import Minimums
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd


def _tenure(rows: pd.DataFrame, options: Options) -> Figure:
    from cxtext.metrics.survival_curve import median_survival, survival_at, survival_curve

    known = rows.dropna(subset=["duration", "left"])
    duration, left = known["duration"].to_numpy(), known["left"].to_numpy()
    if "at" in options:
        return Figure(survival_at(survival_curve(duration, left), number_option(options, "at") or 0.0))
    return Figure(median_survival(duration, left, unit=str(options.get("unit", "periods"))))


def _time_to_close(rows: pd.DataFrame, options: Options) -> Figure:
    import cxtext.metrics as metrics

    known = rows.dropna(subset=["wait", "closed"])
    unit = str(options.get("unit", "days"))
    return Figure(metrics.time_to_close(known["wait"].to_numpy(), known["closed"].to_numpy(), unit=unit))


def _lifetime_value(rows: pd.DataFrame, options: Options) -> Figure:
    """From the mean margin and the share kept."""
    import cxtext.metrics as metrics

    margin, kept = rows["margin"].dropna(), rows["kept"].dropna()
    if not len(margin) or not len(kept):
        return Figure(Estimate.missing("no valid responses", "currency"))
    periods = number_option(options, "periods")
    if periods is not None and periods != int(periods):
        raise ConfigError("It is a whole number of periods.", where="periods", found=periods)
    return Figure(
        metrics.lifetime_value(
            float(margin.mean()), float(kept.mean()), number_option(options, "discount", 0.0) or 0.0,
            timing=options["timing"], periods=None if periods is None else int(periods),
        )
    )  # fmt: skip


def _frequency(rows: pd.DataFrame, options: Options) -> Figure:  # noqa: ARG001 - all recipes are called alike
    import cxtext.metrics as metrics

    orders = rows.groupby("customer").size().astype(float).to_numpy()
    return Figure(metrics.purchase_frequency(orders), mean_sample(orders))


def _repeat(rows: pd.DataFrame, options: Options) -> Figure:  # noqa: ARG001
    import cxtext.metrics as metrics

    orders = rows.groupby("customer").size()
    again, n = int((orders > 1).sum()), len(orders)
    return Figure(metrics.repeat_rate(again, n), Share(again, n) if n else None)


def _predict(rows: pd.DataFrame, options: Options, minimums: Minimums) -> pd.DataFrame:
    """One row a customer with the purchases and the value that the models expect."""
    import pandas as pd

    from cxtext.metrics.fit_purchases import fit_purchases, predict_purchases

    fit = fit_purchases(
        rows, customer="customer", date="day", value="value", until=options.get("until"), minimums=minimums
    )
    if fit.purchases is None or fit.spend is None:
        frame = pd.DataFrame({"customer": fit.history["customer"], "worth": float("nan")})
        return frame.assign(flags=" ".join(fit.flags), reason=fit.reason)
    found = predict_purchases(
        fit,
        number_option(options, "periods") or 0.0,
        discount_per_year=number_option(options, "discount", 0.0) or 0.0,
    )
    return pd.DataFrame({"customer": found["customer"], "worth": found["value"]}).assign(
        flags=" ".join(fit.flags), reason=None
    )


def _worth(rows: pd.DataFrame, options: Options) -> Figure:  # noqa: ARG001
    from dataclasses import replace

    from cxtext.metrics.amounts import amount_estimate

    flags = tuple(str(rows["flags"].iloc[0]).split()) if len(rows) else ()
    if not len(rows) or rows["worth"].isna().any():
        reason = str(rows["reason"].iloc[0]) if len(rows) else "no customers"
        return Figure(Estimate.missing(reason, "currency", n=len(rows), flags=flags))
    values = rows["worth"].to_numpy(float)
    estimate = amount_estimate(values, "mean", "currency", base="customers with a purchase")
    # Predictions of one model are no sample: their spread says nothing about the error of the mean.
    return Figure(
        replace(estimate, low=None, high=None, method="bg/nbd x gamma-gamma", flags=estimate.flags + flags)
    )


_BOUGHT = {"customer": "text", "day": "day", "value": "number"}

CUSTOMERS = {
    "survival": Recipe(
        _tenure, {"duration": "number", "left": "yes"}, options=frozenset({"at", "unit"}), table="customers"
    ),
    "time_to_close": Recipe(_time_to_close, {"wait": "number", "closed": "yes"}, options=frozenset({"unit"})),
    "lifetime_value": Recipe(
        _lifetime_value, {"margin": "number", "kept": "yes"},
        options=frozenset({"timing", "discount", "periods"}), required=frozenset({"timing"}),
        table="customers",
    ),
    "purchase_frequency": Recipe(_frequency, {"customer": "text"}, table="transactions"),
    "repeat_rate": Recipe(_repeat, {"customer": "text"}, table="transactions"),
    "customer_value": Recipe(
        _worth, _BOUGHT, options=frozenset({"periods", "discount", "until"}), required=frozenset({"periods"}),
        table="transactions", prepare=_predict,
    ),
}  # fmt: skip
