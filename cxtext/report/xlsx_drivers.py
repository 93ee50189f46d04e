"""The sheet Drivers: every row of the table, the decided ones first, each in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.figures import flag_list, flag_text, known
from cxtext.report.words import Words
from cxtext.report.xlsx_metrics import FIRST, unit_name
from cxtext.report.xlsx_sheet import Book, Cell, Column, set_widths

if TYPE_CHECKING:
    import pandas as pd

UNITS = {"nps": "points", "csat": "percentage_points"}
_DECIDED = ("drives down", "drives up")
_KINDS = {
    "metric": "text", "topic": "text", "polarity": "text", "segment": "text", "verdict": "text",
    "plain": "wrap", "impact": "points", "impact_low": "points", "impact_high": "points",
    "marginal": "points", "marginal_low": "points", "marginal_high": "points", "impact_all": "points",
    "unit": "text",
    "q": "chance", "p": "chance", "odds_ratio": "ratio", "odds_low": "ratio", "odds_high": "ratio",
    "prevalence": "percent", "prevalence_all": "percent", "n_with": "count", "n_without": "count",
    "n_needed": "count", "note": "wrap", "topic_id": "text",
}  # fmt: skip


def drivers_sheet(book: Book, tables: dict[str, pd.DataFrame], words: Words) -> None:
    """All polarities and segments of every metric."""
    sheet = book.sheet(words("xlsx.sheet.drivers"))
    columns = [Column(words(f"xlsx.column.{name}"), kind) for name, kind in _KINDS.items()]
    rows = [_cells(row, words) for row in driver_rows(tables)]
    set_widths(sheet, columns, rows[:200])
    book.table(sheet, columns, rows)


def driver_rows(tables: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """The drivers as records in the order of the sheet.

    Metric by metric: decided rows, undecided ones, those with too little data, then descriptive ones; within
    each the largest effect first. Added are ``topic`` (its name), ``effect``, ``effect_low``, ``effect_high``
    (the adjusted impact; the marginal one where flagged marginal_only), ``unit`` and ``side`` (worse, better,
    unclear, few, untested).
    """
    names = dict(zip(tables["topics"]["topic_id"], tables["topics"]["name"], strict=True))
    scores = tables["scores"].drop_duplicates("metric")
    higher = dict(zip(scores["metric"], scores["higher_is_better"], strict=True))
    rows = []
    for row in tables["drivers"].to_dict("records"):
        kind = "marginal" if "marginal_only" in flag_list(row["flags"]) else "adjusted"
        effect, low, high = (known(row[f"impact_{kind}{end}"]) for end in ("", "_low", "_high"))
        side = _side(row["verdict"], effect, bool(higher.get(row["metric"], True)))
        unit = UNITS.get(row["metric"], "scale_points")
        name = str(names.get(row["topic_id"], row["topic_id"]))
        rows.append(
            {str(key): value for key, value in row.items()}
            | {"topic": name, "unit": unit, "side": side}
            | {"effect": effect, "effect_low": low, "effect_high": high}
        )
    return sorted(rows, key=_rank)


def _side(verdict: object, effect: float | None, higher_is_better: bool) -> str:
    if verdict in _DECIDED:
        lower = effect < 0 if effect is not None else verdict == "drives down"
        return "worse" if lower == higher_is_better else "better"
    return {"no clear effect": "unclear", "not enough data": "few"}.get(str(verdict), "untested")


def _rank(row: dict[str, Any]) -> tuple[Any, ...]:
    metric = (FIRST.index(row["metric"]) if row["metric"] in FIRST else len(FIRST), row["metric"])
    side = {"worse": 0, "better": 0, "unclear": 1, "few": 2, "untested": 3}[row["side"]]
    in_segment = isinstance(row["segment"], str)
    size = -abs(row["effect"]) if row["effect"] is not None else 0.0
    return (*metric, side, in_segment, size, row["topic_id"], row["polarity"], str(row["segment"]))


def _cells(row: dict[str, Any], words: Words) -> list[Any]:
    signed = "signed_scale_points" if row["unit"] == "scale_points" else "signed_points"
    impacts = [
        Cell(row[f"impact_{kind}{end}"], signed)
        for kind in ("adjusted", "marginal")
        for end in ("", "_low", "_high")
    ]
    verdict = (
        words.name("verdict", row["verdict"]) if row["side"] != "untested" else words("verdict.untested")
    )
    return [
        words.metric(row["metric"]), row["topic"], words.name("polarity", row["polarity"]), row["segment"],
        verdict, plain_verdict(row, words),
        *impacts, Cell(row["impact_all"], signed), unit_name(row["unit"], words),
        row["q"], row["p"], row["odds_ratio"], row["odds_ratio_low"], row["odds_ratio_high"],
        row["prevalence"], row["prevalence_all"], row["n_with"], row["n_without"], row["n_needed"],
        flag_text(row["flags"], words), row["topic_id"],
    ]  # fmt: skip


def plain_verdict(row: dict[str, Any], words: Words) -> str:
    """The verdict as a sentence with the impact and its interval."""
    side, effect = row["side"], row["effect"]
    if side == "untested":
        return words("xlsx.plain.descriptive")
    if side in ("worse", "better"):
        up = effect > 0 if effect is not None else row["verdict"] == "drives up"
        key = f"{'up' if up else 'down'}_{side}"
    else:
        key = side + ("_n" if known(row["n_needed"]) is not None else "")
    return words(
        f"xlsx.plain.{key}",
        metric=words.metric(row["metric"]),
        impact=words.amount(effect, row["unit"], signed=True),
        range=words.span(row["effect_low"], row["effect_high"], row["unit"]),
        n=words.number(known(row["n_needed"]), 0),
    )
