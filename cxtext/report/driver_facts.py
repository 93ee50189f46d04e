"""Drivers as findings: ranked rows with sentences, and the declared family of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.driver_sentences import driver_sentence, verdict_text, worked_row
from cxtext.report.figures import figure, flag_list, flag_text, known, share_figure
from cxtext.report.metric_facts import base_name
from cxtext.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

IMPACT_UNITS = {"nps": "points", "csat": "percentage_points"}
TESTED = ("negative", "positive")
SIDES = {"worse": 0, "better": 1, "unclear": 2, "untested": 3, "few": 4}


def driver_facts(
    tables: dict[str, pd.DataFrame], metrics: list[dict[str, Any]], bias: list[dict[str, Any]], words: Words
) -> list[dict[str, Any]]:
    """One entry a metric with rows for all tested pairs (topic, polarity), the decided ones first.

    A row's ``side`` is worse, better (decided), unclear, few (too little data) or untested. Within a side the
    largest effect comes first. ``effect`` is the adjusted impact, or the marginal one where no model was
    possible (``marginal_only``, then of all rows of the metric); ``effect_kind`` says which.
    """
    drivers, names = (
        tables["drivers"],
        dict(zip(tables["topics"]["topic_id"], tables["topics"]["name"], strict=True)),
    )
    drivers = drivers[drivers["segment"].isna() & drivers["polarity"].isin(TESTED)]
    higher = {base_name(m["metric"]): m["higher_is_better"] for m in reversed(metrics)}
    order = list(dict.fromkeys([*(base_name(m["metric"]) for m in metrics), *drivers["metric"].unique()]))
    facts = []
    for metric in [m for m in order if (drivers["metric"] == m).any()]:
        rows = drivers[drivers["metric"] == metric].to_dict("records")
        ranked = sorted((_row(row, names, higher.get(metric, True), words) for row in rows), key=_rank)
        bases = [row["n_with"] + row["n_without"] for row in ranked]
        facts.append(
            {
                "metric": metric,
                "label": words.metric(metric),
                "title": words.get(f"outcome.{metric}", words("outcome.other", metric=metric)),
                "unit": IMPACT_UNITS.get(metric, "scale_points"),
                "higher_is_better": higher.get(metric, True),
                "effect_kind": "adjusted"
                if any(row["adjusted"]["value"] is not None for row in ranked)
                else "marginal",
                "n_base": max(bases),
                "rows": ranked,
                "worked": worked_row(ranked, next((b for b in bias if b["metric"] == metric), None), words),
            }
        )
    return facts


def _rank(row: dict[str, Any]) -> tuple[object, ...]:
    value = row["effect"]["value"]
    return (SIDES[row["side"]], value is None, -abs(value or 0), row["topic_id"], row["polarity"])


def _row(row: dict[str, Any], names: dict[str, str], higher_is_better: bool, words: Words) -> dict[str, Any]:
    unit = IMPACT_UNITS.get(row["metric"], "scale_points")
    adjusted, marginal = (
        figure(words, row[k], row[f"{k}_low"], row[f"{k}_high"], unit, signed=True)
        for k in ("impact_adjusted", "impact_marginal")
    )
    flags = flag_list(row["flags"])
    marginal_only = "marginal_only" in flags or adjusted["value"] is None
    effect = marginal if marginal_only else adjusted
    verdict = None if row["verdict"] != row["verdict"] else row["verdict"]
    name = str(names.get(row["topic_id"], row["topic_id"]))
    fact = {
        "metric": row["metric"],
        "topic_id": row["topic_id"],
        "topic": name,
        "polarity": row["polarity"],
        "polarity_label": words.name("polarity", row["polarity"]),
        "label": words("drivers.label", topic=name, polarity=words.name("topics", row["polarity"])),
        "effect": effect,
        "effect_kind": "marginal" if marginal_only else "adjusted",
        "adjusted": adjusted,
        "marginal": marginal,
        "impact_all": figure(words, row["impact_all"], unit=unit, signed=True),
        "odds_ratio": {
            k: known(row[f"odds_ratio{s}"]) for k, s in (("value", ""), ("low", "_low"), ("high", "_high"))
        },
        "prevalence": _prevalence(row, words),
        "prevalence_all": figure(words, row["prevalence_all"], unit="percent"),
        "n_with": int(row["n_with"]),
        "n_without": int(row["n_without"]),
        "p": known(row["p"]),
        "q": known(row["q"]),
        "q_text": words.chance(known(row["q"])),
        "verdict": verdict,
        "n_needed": known(row["n_needed"]),
        "flags": flags,
        "note": flag_text(row["flags"], words),
    }
    fact["side"] = _side(verdict, effect["value"], higher_is_better)
    fact["verdict_text"] = verdict_text(fact, words)
    fact["sentence"] = driver_sentence(fact, words)
    return fact


def _prevalence(row: dict[str, Any], words: Words) -> dict[str, Any]:
    fact = share_figure(words, int(row["n_with"]), int(row["n_with"]) + int(row["n_without"]))
    value = known(row["prevalence"])
    return fact if value is None else fact | {"value": value, "text": words.share(value)}


def _side(verdict: str | None, effect: float | None, higher_is_better: bool) -> str:
    if verdict in ("drives down", "drives up"):
        lower = effect < 0 if effect is not None else verdict == "drives down"
        return "worse" if lower == higher_is_better else "better"
    return {"no clear effect": "unclear", "not enough data": "few"}.get(verdict or "", "untested")


def family_facts(drivers: pd.DataFrame, words: Words) -> dict[str, Any]:
    """How many tests were declared: rows over all respondents with a negative or positive polarity."""
    declared = drivers[drivers["segment"].isna() & drivers["polarity"].isin(TESTED)]
    undecided = declared["verdict"].isin(("no clear effect", "not enough data"))
    text = (
        words("drivers.family", n=words.number(len(declared), 0))
        if len(declared)
        else words("drivers.family_none")
    )
    return {
        "n": len(declared),
        "n_with_q": int(declared["q"].notna().sum()),
        "n_undecided": int(undecided.sum()),
        "text": text,
    }
