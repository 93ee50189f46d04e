"""Recipes that count rows which say yes, add up amounts, or average times."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cxtext.metrics.change import MeanOf, Share
from cxtext.metrics.recipes.recipe import Figure, Options, Recipe, mean_sample

if TYPE_CHECKING:
    import pandas as pd


def _yes(name: str) -> Callable[[pd.DataFrame, Options], Figure]:
    """Rows that say yes, of rows that say yes or no."""

    def compute(rows: pd.DataFrame, options: Options) -> Figure:  # noqa: ARG001 - all recipes are called alike
        import cxtext.metrics as metrics

        said = rows["yes"].dropna()
        yes, n = int(said.sum()), len(said)
        estimate = (
            metrics.retention_rate(n, yes, 0) if name == "retention_rate" else getattr(metrics, name)(yes, n)
        )
        return Figure(estimate, Share(yes, n) if n else None)

    return compute


def _comment_rate(rows: pd.DataFrame, options: Options) -> Figure:  # noqa: ARG001
    import cxtext.metrics as metrics

    n, with_text = len(rows), int(rows["text"].notna().sum())
    return Figure(metrics.comment_rate(with_text, n), Share(with_text, n) if n else None)


def _sums(name: str, *roles: str) -> Callable[[pd.DataFrame, Options], Figure]:
    """A figure of the sums of columns; a column that is left out counts as 0."""

    def compute(rows: pd.DataFrame, options: Options) -> Figure:  # noqa: ARG001
        import cxtext.metrics as metrics

        return Figure(getattr(metrics, name)(*(_total(rows, role) for role in roles)))

    return compute


def _cost_to_serve(rows: pd.DataFrame, options: Options) -> Figure:
    import cxtext.metrics as metrics

    costs = {role: _total(rows, role) for role in ("support", "delivery", "returns", "cost") if role in rows}
    units = _total(rows, "units") if "units" in rows else len(rows)
    return Figure(metrics.cost_to_serve(costs, int(units), per=str(options["per"])))


def _total(rows: pd.DataFrame, role: str) -> float:
    import math

    from cxtext.metrics.amounts import amounts

    return math.fsum(amounts(rows[role].to_numpy(), role)[0]) if role in rows else 0.0


def _handling(rows: pd.DataFrame, options: Options) -> Figure:
    import cxtext.metrics as metrics

    parts: dict[str, Any] = {
        role: rows[role].to_numpy() for role in ("talk", "hold", "after_call") if role in rows
    }
    estimate = metrics.average_handling_time(**parts, **options)
    return Figure(estimate, _mean(sum(parts.values()), options))


def _waiting(rows: pd.DataFrame, options: Options) -> Figure:
    import cxtext.metrics as metrics

    return Figure(
        metrics.waiting_time(rows["wait"].to_numpy(), **options), _mean(rows["wait"].to_numpy(), options)
    )


def _site(rows: pd.DataFrame, options: Options) -> Figure:
    import cxtext.metrics as metrics

    visitors = rows["visitor"].to_numpy() if "visitor" in rows else None
    estimate = metrics.time_on_site(rows["duration"].to_numpy(), visitors=visitors, **options)
    values = rows["duration"] if options["per"] == "session" else rows.groupby("visitor")["duration"].sum()
    return Figure(estimate, _mean(values.to_numpy(), options))


def _mean(values: Any, options: Options) -> MeanOf | None:
    import numpy as np

    numbers = np.asarray(values, dtype=float)
    return mean_sample(numbers[~np.isnan(numbers)]) if options.get("statistic", "mean") == "mean" else None


def _wallet_share(rows: pd.DataFrame, options: Options) -> Figure:
    import cxtext.metrics as metrics

    both = rows.dropna(subset=["brand", "category"])
    brand, category = both["brand"].to_numpy(), both["category"].to_numpy()
    estimate = metrics.share_of_wallet(brand, category, **options)
    if options["statistic"] == "ratio_of_totals" or estimate.value is None:
        return Figure(estimate)
    return Figure(estimate, mean_sample(100 * brand[category > 0] / category[category > 0]))


_YES = {"yes": "yes"}
_TIMES = frozenset({"statistic", "unit"})
_REVENUE = ("start", "churned", "contraction")
_POINTS = ("redeemed", "issued")

ROWS = {
    "churn_rate": Recipe(_yes("churn_rate"), _YES, table="customers"),
    "retention_rate": Recipe(_yes("retention_rate"), _YES, table="customers"),
    "close_rate": Recipe(_yes("close_rate"), _YES),
    "closed_loop_rate": Recipe(_yes("closed_loop_rate"), _YES),
    "response_rate": Recipe(_yes("response_rate"), _YES),
    "member_redemption_rate": Recipe(_yes("member_redemption_rate"), _YES, table="customers"),
    "comment_rate": Recipe(_comment_rate, {"text": "text"}),
    "revenue_churn": Recipe(
        _sums("revenue_churn", *_REVENUE), dict.fromkeys(_REVENUE, "number"),
        frozenset({"contraction"}), table="customers",
    ),
    "gross_revenue_retention": Recipe(
        _sums("gross_revenue_retention", *_REVENUE), dict.fromkeys(_REVENUE, "number"),
        frozenset({"contraction"}), table="customers",
    ),
    "net_revenue_retention": Recipe(
        _sums("net_revenue_retention", *_REVENUE, "expansion"),
        dict.fromkeys((*_REVENUE, "expansion"), "number"),
        frozenset({"contraction", "expansion"}), table="customers",
    ),
    "redemption_rate": Recipe(
        _sums("redemption_rate", *_POINTS), dict.fromkeys(_POINTS, "number"), table="customers"
    ),
    "breakage": Recipe(
        _sums("breakage", *_POINTS), dict.fromkeys(_POINTS, "number"), table="customers"
    ),
    "acquisition_cost": Recipe(
        _sums("acquisition_cost", "spend", "new_customers"), {"spend": "number", "new_customers": "number"}
    ),
    "cost_to_serve": Recipe(
        _cost_to_serve, dict.fromkeys(("support", "delivery", "returns", "cost", "units"), "number"),
        frozenset({"support", "delivery", "returns", "cost", "units"}),
        frozenset({"per"}), frozenset({"per"}),
    ),
    "average_handling_time": Recipe(
        _handling, dict.fromkeys(("talk", "hold", "after_call"), "number"),
        frozenset({"hold", "after_call"}), _TIMES,
    ),
    "waiting_time": Recipe(_waiting, {"wait": "number"}, options=_TIMES),
    "time_on_site": Recipe(
        _site, {"duration": "number", "visitor": "text"}, frozenset({"visitor"}),
        _TIMES | {"per"}, frozenset({"per"}),
    ),
    "share_of_wallet": Recipe(
        _wallet_share, {"brand": "number", "category": "number"}, options=frozenset({"statistic"}),
        required=frozenset({"statistic"}), table="customers",
    ),
}  # fmt: skip
