"""The sheets Overview and Metrics."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from cxtext.report.figures import flag_text
from cxtext.report.words import Words
from cxtext.report.xlsx_sheet import Book, Cell, Column, set_widths

if TYPE_CHECKING:
    import pandas as pd

FIRST = ("nps", "csat", "ces")
READING = ("association", "impact", "interval", "masked")  # how to read the figures


def overview_sheet(
    book: Book, tables: dict[str, pd.DataFrame], findings: dict[str, Any], words: Words
) -> None:
    """Title, headline scores with intervals and n, the main sentences, how to read."""
    sheet = book.sheet(words("xlsx.sheet.overview"))
    columns = _columns(words, ("metric", "statistic", "value", "low", "high", "unit", "n", "note"))
    metrics = in_order(tables["metrics"])
    overall = metrics[metrics["segment"].isna() & metrics["period"].isna()]
    rows = [_row(row, words, with_groups=False) for row in overall.to_dict("records")]
    set_widths(sheet, columns, rows)
    book.text(sheet, 0, 0, findings.get("title") or words("xlsx.title.report"), book.title)
    made = findings.get("created") or (findings.get("run") or {}).get("made")
    if made:
        book.text(sheet, 1, 0, words("xlsx.title.made", when=str(made)[:10]))
    book.text(sheet, 3, 0, words("xlsx.title.headline"), book.subtitle)
    row = book.table(sheet, columns, rows, top=4) if rows else 5
    if not rows:
        book.text(sheet, 4, 0, words("xlsx.title.nothing"))
    if short := findings.get("short"):
        book.text(sheet, row + 1, 0, words("xlsx.title.short"), book.subtitle)
        row = book.lines(sheet, row + 2, short)
    book.lines(sheet, row + 1, [words(f"xlsx.text.{key}") for key in READING])


def metrics_sheet(book: Book, tables: dict[str, pd.DataFrame], words: Words) -> None:
    """Every row of the metrics table."""
    sheet = book.sheet(words("xlsx.sheet.metrics"))
    names = (
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
        "note",
        "before",
        "change",
        "change_low",
        "change_high",
        "q",
    )
    columns = _columns(words, names)
    metrics = _with_changes(in_order(tables["metrics"]), tables["metric_changes"])
    rows = [_row(row, words, with_groups=True) for row in metrics.to_dict("records")]
    set_widths(sheet, columns, rows[:200])
    book.table(sheet, columns, rows)


def _with_changes(metrics: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """The change to the last period in that period's own row."""
    found = changes.rename(columns={"after": "period", "low": "change_low", "high": "change_high"})
    found = found[["metric", "statistic", "period", "before", "change", "change_low", "change_high", "q"]]
    merged = metrics.merge(found, on=["metric", "statistic", "period"], how="left")
    segment = merged["segment"].notna()
    return merged.assign(**{c: merged[c].mask(segment) for c in found.columns[3:]})


def in_order(metrics: pd.DataFrame) -> pd.DataFrame:
    """NPS, CSAT and CES first; the rest as it stands."""
    rank = {metric: i for i, metric in enumerate(FIRST)}
    return metrics.sort_values("metric", key=lambda names: names.map(rank).fillna(len(rank)), kind="stable")


def unit_name(unit: object, words: Words) -> str:
    """A unit in words; of a unit that has none, the table's own."""
    return words.name("unit_name", unit)


def _columns(words: Words, names: tuple[str, ...]) -> list[Column]:
    kinds = {
        "value": "points",
        "low": "points",
        "high": "points",
        "n": "count",
        "n_eff": "points",
        "note": "wrap",
        "change": "signed_points",
        "change_low": "signed_points",
        "change_high": "signed_points",
        "q": "chance",
    }
    return [Column(words(f"xlsx.column.{name}"), kinds.get(name, "text")) for name in names]


def _row(row: dict[Hashable, Any], words: Words, with_groups: bool) -> list[Any]:
    kind = value_kind(row["unit"])
    value, low, high = (Cell(row[key], kind) for key in ("value", "low", "high"))
    note = flag_text(row["flags"], words)
    name, statistic = words.metric(row["metric"]), words.statistic(row["statistic"])
    if not with_groups:
        return [name, statistic, value, low, high, unit_name(row["unit"], words), row["n"], note]
    return [name, statistic, row["segment"], row["period"], value, low, high, unit_name(row["unit"], words),
            row["n"], row["n_eff"], row["method"], note, row["before"],
            *(Cell(row[key], f"signed_{kind}" if kind == "scale_points" else "signed_points")
              for key in ("change", "change_low", "change_high")), row["q"]]  # fmt: skip


def value_kind(unit: object) -> str:
    """The number format of a unit: percent with its sign, points to one digit, the rest to two."""
    return {"points": "points", "percent": "percent", "percentage points": "points"}.get(
        str(unit).replace("_", " "), "scale_points"
    )
