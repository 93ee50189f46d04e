"""The example's metrics, drivers and comment bias: plain estimates, near enough for drawings."""

from __future__ import annotations

import numpy as np
import pandas as pd
from report_example_words import TOPICS


def outcome(scores: pd.DataFrame, metric: str) -> pd.Series:
    """What averages to the metric's statistic, by response."""
    rows = scores[scores["metric"] == metric].set_index("response_id")
    if metric == "nps":
        return 100.0 * (rows["group"] == "promoter") - 100.0 * (rows["group"] == "detractor")
    return 100.0 * (rows["group"] == "top") if metric == "csat" else rows["value"]


def _estimate(y: pd.Series) -> tuple[float, float, float, int]:
    half = 1.96 * y.std() / np.sqrt(len(y))
    return y.mean(), y.mean() - half, y.mean() + half, len(y)


def metrics_table(scores: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    facts = responses.set_index("response_id")
    rows = []
    for metric, statistic, unit in (
        ("nps", "nps", "points"),
        ("csat", "top2", "percent"),
        ("ces", "mean", "scale points"),
    ):
        y = outcome(scores, metric)
        quarter = (
            facts["submitted_at"]
            .dt.tz_localize(None)
            .dt.to_period("Q")
            .astype(str)
            .str.replace("Q", "-Q")
            .loc[y.index]
        )
        cuts = [(None, None, y)] + [(None, q, y[quarter == q]) for q in sorted(quarter.unique())]
        for column in ("region", "plan"):
            values = facts[f"seg_{column}"].loc[y.index]
            cuts += [(f"{column}={v}", None, y[values == v]) for v in sorted(values.unique())]
        for segment, period, part in cuts:
            rows.append(
                (
                    metric,
                    statistic,
                    segment,
                    period,
                    *_estimate(part)[:3],
                    unit,
                    len(part),
                    len(part),
                    "score",
                    None,
                )
            )
        if metric == "csat":
            value = scores[scores["metric"] == "csat"]["value"]
            rows.append(
                (
                    "csat",
                    "mean",
                    None,
                    None,
                    *_estimate(value)[:3],
                    "scale points",
                    len(value),
                    len(value),
                    "t",
                    None,
                )
            )
    return pd.DataFrame(
        rows,
        columns=[
            "metric",
            "statistic",
            "segment",
            "period",
            "value",
            "low",
            "high",
            "unit",
            "n",
            "n_eff",
            "method",
            "flags",
        ],
    )


def drivers_table(
    scores: pd.DataFrame, wrote: np.ndarray, negative: np.ndarray, positive: np.ndarray
) -> pd.DataFrame:
    """Plain least squares with normal intervals: near enough for drawings."""
    from statsmodels.api import OLS, add_constant
    from statsmodels.stats.multitest import multipletests

    rows = []
    for metric in ("nps", "csat", "ces"):
        y = outcome(scores, metric)
        at = y.index.str[1:].astype(int).to_numpy()
        keep = wrote[at]
        y, at = y.to_numpy()[keep], at[keep]
        x = np.hstack([negative[at], positive[at]]).astype(float)
        enough = x.sum(axis=0) >= 10
        fit = OLS(y, add_constant(x[:, enough])).fit(cov_type="HC3")
        beta, se, p = (np.full(x.shape[1], np.nan) for _ in range(3))
        beta[enough], se[enough], p[enough] = fit.params[1:], fit.bse[1:], fit.pvalues[1:]
        for k in range(x.shape[1]):
            t, share, with_it = list(TOPICS)[k % len(TOPICS)], x[:, k].mean(), x[:, k] > 0
            gap = y.mean() - y[~with_it].mean()
            seen = enough[k]
            rows.append(
                {
                    "metric": metric,
                    "topic_id": t,
                    "polarity": ("negative", "positive")[k // len(TOPICS)],
                    "base": "commenters",
                    "prevalence": 100 * share,
                    "prevalence_all": 80 * share,
                    "impact_marginal": gap if seen else None,
                    "impact_marginal_low": gap - 1.2 * share * 20 if seen else None,
                    "impact_marginal_high": gap + 1.2 * share * 20 if seen else None,
                    "impact_adjusted": beta[k] * share,
                    "impact_adjusted_low": (beta[k] - 1.96 * se[k]) * share,
                    "impact_adjusted_high": (beta[k] + 1.96 * se[k]) * share,
                    "impact_all": 0.8 * beta[k] * share,
                    "odds_ratio": 2.0,
                    "odds_ratio_low": 1.2,
                    "odds_ratio_high": 3.1,
                    "p": p[k],
                    "n_with": int(with_it.sum()),
                    "n_without": int((~with_it).sum()),
                }
            )
    drivers = pd.DataFrame(rows)
    tested = drivers["p"].notna()
    drivers.loc[tested, "q"] = multipletests(drivers.loc[tested, "p"], method="fdr_bh")[1]
    few = ~tested | (drivers["n_with"] < 30)
    verdict = np.select(
        [few, drivers["q"] > 0.05, drivers["impact_adjusted"] < 0],
        ["not enough data", "no clear effect", "drives down"],
        "drives up",
    )
    drivers["verdict"] = verdict
    drivers["n_needed"] = np.where(few, 4200.0, np.where(verdict == "no clear effect", 15300.0, np.nan))
    drivers["flags"] = np.where(few, "low_base", None)
    whole = drivers.assign(segment=None)
    part = whole[(whole["topic_id"] == "t01") & (whole["polarity"] == "negative")]
    part = part.assign(segment="plan=Plus", verdict=None, p=None, q=None, n_needed=None, flags="descriptive")
    return pd.concat([whole, part], ignore_index=True).astype({"segment": object})


def bias_table(scores: pd.DataFrame, wrote: np.ndarray) -> pd.DataFrame:
    rows = []
    for metric, statistic in (("nps", "nps"), ("csat", "top2"), ("ces", "mean")):
        y = outcome(scores, metric)
        said = wrote[y.index.str[1:].astype(int).to_numpy()]
        parts = {"commenters": _estimate(y[said]), "silent": _estimate(y[~said]), "all": _estimate(y)}
        rows += [(metric, statistic, group, *numbers) for group, numbers in parts.items()]
        one, two = parts["commenters"], parts["silent"]
        gap, half = one[0] - two[0], np.hypot(one[0] - one[1], two[0] - two[1])
        rows.append((metric, statistic, "difference", gap, gap - half, gap + half, len(y)))
    return pd.DataFrame(rows, columns=["metric", "statistic", "group", "value", "low", "high", "n"])
