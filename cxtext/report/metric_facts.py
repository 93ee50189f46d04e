"""Headline scores and the comparison of commenters with silent respondents, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.figures import figure, flag_list, flag_text, known, text_or_none
from cxtext.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

FIRST = ("nps", "csat", "ces")
HEADLINE = {"nps": "nps", "csat": "top"}
GROUPS = (("detractor", "passive", "promoter"), ("low", "middle", "top"))


def metric_facts(metrics: pd.DataFrame, scores: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """One entry a metric: its main statistic, the others, periods, segments, and the answers by group."""
    names = sorted(
        scored_names(metrics, scores),
        key=lambda m: FIRST.index(base_name(m)) if base_name(m) in FIRST else len(FIRST),
    )
    return [_one_metric(name, metrics[metrics["metric"] == name], scores, words) for name in names]


def scored_names(metrics: pd.DataFrame, scores: pd.DataFrame) -> list[str]:
    """The metrics that are scored questions, in the order of the table; all where no score is known."""
    known_scores = set(scores["metric"])
    found = [str(name) for name in metrics["metric"].unique()]
    return [name for name in found if base_name(name) in known_scores or not known_scores]


def base_name(metric: str) -> str:
    """The metric without the question that tells two of a kind apart.

    >>> base_name("nps (Q1)")
    'nps'
    """
    return metric.partition(" (")[0]


def _answers(name: str, scores: pd.DataFrame) -> pd.DataFrame:
    base, _, question = name.partition(" (")
    own = scores[scores["metric"] == base]
    asked = own[own["question_id"] == question.removesuffix(")")]
    return asked if len(asked) else own


def _one_metric(name: str, rows: pd.DataFrame, scores: pd.DataFrame, words: Words) -> dict[str, Any]:
    overall = rows[rows["segment"].isna() & rows["period"].isna()]
    scores = _answers(name, scores)
    wanted = overall["statistic"].str.match(HEADLINE.get(base_name(name), "mean"))
    main = str((overall[wanted] if wanted.any() else rows)["statistic"].iloc[0])
    headline = [row_fact(row, words) for row in overall[overall["statistic"] == main].to_dict("records")]
    periods = rows[rows["segment"].isna() & rows["period"].notna() & (rows["statistic"] == main)]
    segments = rows[rows["segment"].notna() & rows["period"].isna() & (rows["statistic"] == main)]
    scale = None
    if len(scores):
        scale = {"min": known(scores["scale_min"].min()), "max": known(scores["scale_max"].max())}
    return {
        "metric": name,
        "label": words.metric(name),
        "long_label": words.get(f"metric_long.{base_name(name)}", ""),
        "statistic": main,
        "statistic_label": words.name("statistic", main),
        "main": headline[0] if headline else _missing(words),
        "others": [row_fact(row, words) for row in overall[overall["statistic"] != main].to_dict("records")],
        "periods": [row_fact(row, words) for row in periods.sort_values("period").to_dict("records")],
        "segments": [row_fact(row, words) for row in segments.to_dict("records")],
        "groups": _groups(base_name(name), scores, words),
        "higher_is_better": bool(scores["higher_is_better"].iloc[0]) if len(scores) else True,
        "scale": scale,
    }


def row_fact(row: dict[Any, Any], words: Words) -> dict[str, Any]:
    """A row of the metrics table as a figure with its base and notes."""
    fact = figure(words, row["value"], row["low"], row["high"], str(row["unit"]).replace(" ", "_"))
    flags = flag_list(row.get("flags"))
    note = flag_text(row.get("flags"), words)
    if fact["value"] is None and not note:
        note = words("number.missing")
    return fact | {
        "statistic": row["statistic"], "statistic_label": words.statistic(row["statistic"]),
        "segment": text_or_none(row["segment"]), "period": text_or_none(row["period"]),
        "n": int(row["n"]), "n_text": words.number(int(row["n"]), 0), "n_eff": known(row.get("n_eff")),
        "method": row["method"], "flags": flags, "note": note,
    }  # fmt: skip


def _missing(words: Words) -> dict[str, Any]:
    return figure(words, None) | {
        "n": 0,
        "n_text": "0",
        "flags": [],
        "note": words("number.missing"),
        "method": "",
    }


def _groups(metric: str, scores: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    counts = scores["group"].value_counts()
    order = next((g for g in GROUPS if counts.index.isin(g).any()), ())
    total = int(sum(counts.get(g, 0) for g in order))
    return [
        {
            "group": g,
            "label": group_label(metric, g, words),
            "n": int(counts.get(g, 0)),
            "share": 100 * int(counts.get(g, 0)) / total,
            "text": words.share(100 * int(counts.get(g, 0)) / total),
        }
        for g in order
    ]


def group_label(metric: str, group: str, words: Words) -> str:
    """What a score group is called; "low" is the bad end, which for effort means much of it."""
    return words.get(f"group.{metric}_{group}", words.name("group", group))


def bias_facts(
    table: pd.DataFrame | None, metrics: list[dict[str, Any]], words: Words
) -> list[dict[str, Any]]:
    """One entry a metric: commenters, silent and all with intervals, and the difference of the first two."""
    if table is None or not len(table):
        return []
    entries = []
    told: set[str] = set()
    for metric in metrics:
        name = base_name(metric["metric"])
        rows = table[table["metric"] == name]
        if name in told or not len(rows):
            continue
        told.add(name)
        statistic = metric["statistic"]
        rows = rows[
            rows["statistic"]
            == (statistic if (rows["statistic"] == statistic).any() else rows["statistic"].iloc[0])
        ]
        unit = str(rows["unit"].iloc[0]).replace(" ", "_") if "unit" in rows else metric["main"]["unit"]
        by_group = {str(row["group"]): row for row in rows.to_dict("records")}
        groups = [
            figure(words, by_group[g]["value"], by_group[g]["low"], by_group[g]["high"], unit)
            | {"group": g, "label": words(f"bias.{g}"), "n": int(by_group[g]["n"]),
               "n_text": words.number(int(by_group[g]["n"]), 0)}
            for g in ("commenters", "silent", "all") if g in by_group
        ]  # fmt: skip
        entries.append({"metric": name, "label": words.metric(name), "groups": groups}
                       | _difference(by_group.get("difference"), unit, words))  # fmt: skip
    return entries


def _difference(row: dict[str, Any] | None, unit: str, words: Words) -> dict[str, Any]:
    if row is None or known(row["value"]) is None:
        return {"difference": None, "differs": False, "sentence": ""}
    gap_unit = {"percent": "percentage_points"}.get(unit, unit)
    gap = figure(words, row["value"], row["low"], row["high"], gap_unit, signed=True)
    differs = gap["low"] is not None and (gap["low"] > 0 or gap["high"] < 0)
    sentence = words(
        "bias.sentence_differs" if differs else "bias.sentence_same",
        difference=gap["text"], interval=gap["interval_text"],
    )  # fmt: skip
    return {"difference": gap, "differs": differs, "sentence": sentence}
