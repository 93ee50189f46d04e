"""What stands beside the scores: churn, customer value, handling times; and how figures changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.figures import figure, flag_list, flag_text, known
from cxtext.report.metric_facts import row_fact, scored_names
from cxtext.report.words import Words

if TYPE_CHECKING:
    import pandas as pd


def other_metric_facts(
    metrics: pd.DataFrame, changes: pd.DataFrame, scores: pd.DataFrame, words: Words
) -> list[dict[str, Any]]:
    """One entry a declared metric: overall, periods, segments, and the change of the last two periods."""
    asked = scored_names(metrics, scores)
    return [
        _one(name, rows, changes, words)
        for name, rows in metrics.groupby("metric", sort=False)
        if name not in asked
    ]


def _one(name: Any, rows: pd.DataFrame, changes: pd.DataFrame, words: Words) -> dict[str, Any]:
    overall = rows["segment"].isna() & rows["period"].isna()
    statistic = str(rows["statistic"].iloc[0])
    label = words.statistic(statistic)
    return {
        "metric": str(name),
        "label": words.metric(name),
        "statistic": statistic,
        "statistic_label": "" if label == words.metric(name) else label,
        "main": row_fact(rows[overall].to_dict("records")[0], words),
        "periods": [row_fact(row, words) for row in rows[rows["period"].notna()].to_dict("records")],
        "segments": [row_fact(row, words) for row in rows[rows["segment"].notna()].to_dict("records")],
        "change": change_fact(str(name), statistic, changes, words),
    }


def change_fact(metric: str, statistic: str, changes: pd.DataFrame, words: Words) -> dict[str, Any] | None:
    """The change between the last two periods with its interval and q; None where there is none."""
    rows = changes[(changes["metric"] == metric) & (changes["statistic"] == statistic)]
    if not len(rows) or known(rows["change"].iloc[0]) is None:
        return None
    row = rows.to_dict("records")[0]
    fact = figure(words, row["change"], row["low"], row["high"], str(row["unit"]).replace(" ", "_"), True)
    q = known(row["q"])
    said = {"before": row["before"], "after": row["after"], "change": fact["text"]}
    text = words("metrics.changed_plain", **said)
    if q is not None and fact["low"] is not None:
        text = words("metrics.changed", **said, interval=fact["interval_text"], q=words.chance(q))
    return fact | {
        "before": row["before"], "after": row["after"], "p": known(row["p"]), "q": q, "sentence": text,
        "method": row["method"], "flags": flag_list(row["flags"]), "note": flag_text(row["flags"], words),
    }  # fmt: skip
