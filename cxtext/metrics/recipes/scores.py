"""Recipes of scored questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cxtext.metrics.change import MeanOf, Net, Share
from cxtext.metrics.recipes.recipe import (
    Figure,
    Options,
    Recipe,
    flag_option,
    mean_sample,
    parse_scale,
    weights_option,
)

if TYPE_CHECKING:
    import pandas as pd

SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": None}
STATISTICS = {"nps": "net", "csat": "top2", "ces": "mean"}


def _scored(metric: str) -> Callable[[pd.DataFrame, Options], Figure]:
    def compute(rows: pd.DataFrame, options: Options) -> Figure:
        import cxtext.metrics as metrics

        scale = parse_scale(options.get("scale"), SCALES[metric])
        statistic = options.get("statistic", STATISTICS[metric])
        low_is_good = flag_option(options, "low_is_good", False)
        given: dict[str, Any] = {
            "weights": rows["weight"].to_numpy() if "weight" in rows else None,
            "clusters": rows["respondent"].to_numpy() if "respondent" in rows else None,
            "on_invalid": options.get("on_invalid", "error"),
        }
        scores = rows["score"].to_numpy()
        if metric == "nps":
            estimate = metrics.net_promoter_score(scores, scale=scale, **given)
        elif metric == "csat":
            estimate = metrics.customer_satisfaction(
                scores, scale=scale, statistic=statistic, higher_is_better=not low_is_good, **given
            )
        else:
            version: Any = str(options["version"])
            estimate = metrics.customer_effort(
                scores, version=version, scale=scale, low_is_good=low_is_good, statistic=statistic, **given
            )
        if estimate.value is None:
            return Figure(estimate)
        if estimate.unit == "percent":
            n = estimate.n_eff or float(estimate.n)
            return Figure(estimate, Share(estimate.value / 100 * n, n))
        return Figure(estimate, _sample(metric, statistic, scores, scale, not low_is_good, given))

    return compute


def _sample(
    metric: str,
    statistic: str,
    scores: Any,
    scale: tuple[int, int],
    higher_is_better: bool,
    given: dict[str, Any],
) -> Net | MeanOf | None:
    from cxtext.metrics.cells import means
    from cxtext.metrics.estimates import effective_counts
    from cxtext.metrics.scored import code_numbers, count_scores, group_signs, pomp

    cells, _ = count_scores(scores, scale, weight_kind="sampling", level=0.95, **given)
    if statistic == "net":
        sign = group_signs(metric, scale, higher_is_better)
        return Net(*effective_counts(cells, 0, sign, means(cells, sign)[0]))
    mean = means(cells, code_numbers(scale) if statistic == "mean" else pomp(scale, higher_is_better))[0]
    df = (mean.clusters or mean.n) - 1
    return MeanOf(mean.value, mean.se, df) if df > 0 else None


def _experience(rows: pd.DataFrame, options: Options) -> Figure:
    from cxtext.metrics.experience_index import COMPONENTS, experience_index

    found = experience_index(
        *(rows[name].to_numpy() for name in COMPONENTS),
        scale=parse_scale(options.get("scale"), (1, 5)), weights=weights_option(options, (1, 1, 1, 1)),
        effort_low_is_good=flag_option(options, "low_is_good", True),
    )  # fmt: skip
    return Figure(found.score)


def _engagement(rows: pd.DataFrame, options: Options) -> Figure:
    import cxtext.metrics as metrics
    from cxtext.stats.estimate import Estimate

    satisfied = metrics.customer_satisfaction(
        rows["satisfaction"].to_numpy(), scale=parse_scale(options.get("scale"), (1, 5))
    )
    nps = metrics.net_promoter_score(rows["nps"].to_numpy())
    kept = rows["loyal"].dropna()
    if satisfied.value is None or nps.value is None or not len(kept):
        return Figure(Estimate.missing("a component has no answers", "index"))
    return Figure(
        metrics.engagement_index(
            satisfied.value, 100 * float(kept.mean()), nps.value, weights=weights_option(options, ())
        )
    )


def _net_sentiment(rows: pd.DataFrame, options: Options) -> Figure:
    import cxtext.metrics as metrics
    from cxtext.errors import ColumnError

    labels = rows["label"].dropna().str.strip().str.lower()
    counts = [int((labels == name).sum()) for name in ("positive", "neutral", "negative")]
    if sum(counts) < len(labels):
        odd = labels[~labels.isin(("positive", "neutral", "negative"))].iloc[0]
        raise ColumnError("A sentiment is positive, neutral or negative.", where="label", found=repr(odd))
    variant = options.get("variant", "all")
    return Figure(
        metrics.net_sentiment(*counts, variant=variant),
        Net(counts[0], counts[1] if variant == "all" else 0, counts[2]),
    )


def _wallet(rows: pd.DataFrame, options: Options) -> Figure:  # noqa: ARG001 - all recipes are called alike
    import cxtext.metrics as metrics

    both = rows.dropna(subset=["rank", "brands"])
    rank, brands = both["rank"].to_numpy(), both["brands"].to_numpy()
    return Figure(
        metrics.wallet_allocation(rank, brands), mean_sample((1 - rank / (brands + 1)) * 2 / brands)
    )


_SURVEY = {"score": "number", "weight": "number", "respondent": "text"}
_EXTRA = frozenset({"weight", "respondent"})
_OPTIONS = frozenset({"scale", "statistic", "on_invalid", "low_is_good", "version"})

SCORES = {
    "nps": Recipe(_scored("nps"), _SURVEY, _EXTRA, frozenset({"scale", "on_invalid"})),
    "csat": Recipe(_scored("csat"), _SURVEY, _EXTRA, _OPTIONS - {"version"}),
    "ces": Recipe(_scored("ces"), _SURVEY, _EXTRA, _OPTIONS, frozenset({"version", "scale", "low_is_good"})),
    "experience_index": Recipe(
        _experience, dict.fromkeys(("effort", "empathy", "understanding", "efficiency"), "number"),
        options=frozenset({"scale", "weights", "low_is_good"}),
    ),
    "engagement_index": Recipe(
        _engagement, {"satisfaction": "number", "loyal": "yes", "nps": "number"},
        options=frozenset({"scale", "weights"}), required=frozenset({"weights"}),
    ),
    "net_sentiment": Recipe(_net_sentiment, {"label": "text"}, options=frozenset({"variant"})),
    "wallet_allocation": Recipe(_wallet, {"rank": "number", "brands": "number"}),
}  # fmt: skip
