"""The sheet Charts: native charts, each beside the numbers that it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.report.figures import known
from cxtext.report.metric_facts import HEADLINE
from cxtext.report.words import Words
from cxtext.report.xlsx_drivers import driver_rows
from cxtext.report.xlsx_metrics import in_order, unit_name, value_kind
from cxtext.report.xlsx_sheet import Book, Column, is_missing

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

COLOURS = {"worse": "#C2410C", "better": "#1D4ED8", "unclear": "#9CA3AF", "few": "#D1D5DB"}
BARS = 16
LABELS = 12
_TALL = 19  # rows that a chart covers
_AT = 9  # column where charts stand, right of the numbers
_DOWN, _PREVALENCE = len(COLOURS) + 1, len(COLOURS) + 3  # columns of the numbers
_GRID = {"visible": True, "line": {"color": "#E5E7EB"}}


class Block(NamedTuple):
    """Rows of numbers on a sheet, from row ``first`` (counted from 0) on."""

    sheet: Worksheet
    first: int
    rows: list[list[Any]]


def charts_sheet(book: Book, tables: dict[str, pd.DataFrame], words: Words) -> None:
    """Per metric: drivers as bars with error bars, priorities as points; then every metric by period."""
    sheet = book.sheet(words("xlsx.sheet.charts"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, _PREVALENCE, 12)
    drawn = [row for row in driver_rows(tables) if row["side"] in COLOURS and row["effect"] is not None]
    top = 0
    for metric in dict.fromkeys(row["metric"] for row in drawn):
        rows = [row for side in COLOURS for row in drawn if row["metric"] == metric and row["side"] == side]
        top = _drivers(book, sheet, rows, words, top)
    top = _periods(book, sheet, tables, words, top)
    if top == 0:
        book.text(sheet, 0, 0, words("xlsx.title.nothing"))


def _drivers(book: Book, sheet: Worksheet, rows: list[dict[str, Any]], words: Words, top: int) -> int:
    """The numbers of one metric, a column a side so that each side has its colour; then both charts."""
    name = words.metric(rows[0]["metric"])
    book.text(sheet, top, 0, words("xlsx.title.chart_drivers", metric=name), book.subtitle)
    kind = "scale_points" if rows[0]["unit"] == "scale_points" else "points"
    columns = [
        Column(words("xlsx.column.topic"), "text"),
        *(Column(words(f"xlsx.side.{side}"), f"signed_{kind}") for side in COLOURS),
        Column(words("xlsx.column.down"), kind), Column(words("xlsx.column.up"), kind),
        Column(words("xlsx.column.prevalence"), "percent"),
    ]  # fmt: skip
    cells = [
        [f"{row['topic']} ({words.name('topics', row['polarity'])})",
         *(row["effect"] if row["side"] == side else None for side in COLOURS),
         *_whiskers(row["effect"], row["effect_low"], row["effect_high"]), row["prevalence"]]
        for row in rows
    ]  # fmt: skip
    first, last = top + 2, book.table(sheet, columns, cells, top=top + 1) - 1
    impact = f"{words('xlsx.column.impact')} ({unit_name(rows[0]['unit'], words)})"
    block = Block(sheet, first, cells)
    _bar_chart(book, Block(sheet, first, cells[:BARS]), words, name, impact, top)
    _scatter_chart(book, block, [row["side"] for row in rows], words, name, impact, top + _TALL + 1)
    return max(last + 3, top + 2 * (_TALL + 1) + 1)


def _bar_chart(book: Book, block: Block, words: Words, name: str, impact: str, at: int) -> None:
    chart = book.workbook.add_chart({"type": "bar"})
    for j, (side, colour) in enumerate(COLOURS.items(), 1):
        chart.add_series(
            {"name": words(f"xlsx.side.{side}"), "fill": {"color": colour}, "gap": 60, "overlap": 100}
            | _data(block, 0, j) | _error_bars(block, _DOWN)
        )  # fmt: skip
    chart.set_y_axis({"reverse": True, "label_position": "low", "major_tick_mark": "none"})
    chart.set_x_axis(
        {"name": impact, "major_gridlines": _GRID, "num_format": "General", "label_position": "high"}
    )
    _place(block.sheet, chart, words("xlsx.title.chart_drivers", metric=name), at)


def _scatter_chart(
    book: Book, block: Block, sides: list[str], words: Words, name: str, impact: str, at: int
) -> None:
    chart = book.workbook.add_chart({"type": "scatter"})
    for j, (side, colour) in enumerate(COLOURS.items(), 1):
        if side not in sides:
            continue
        start, n = sides.index(side), sides.count(side)
        part = Block(block.sheet, block.first + start, block.rows[start : start + n])
        labels = [
            # A label that starts with = would be a reference.
            {"value": f" {row[0]}" if row[0].startswith("=") else row[0]} if i < LABELS else {"delete": True}
            for i, row in enumerate(part.rows, start)
        ]
        chart.add_series(
            {"name": words(f"xlsx.side.{side}"),
             "marker": {"type": "circle", "size": 8, "border": {"color": "#FFFFFF"},
                        "fill": {"color": colour}},
             "data_labels": {"value": True, "custom": labels, "position": "right", "font": {"size": 8}}}
            | _data(part, _PREVALENCE, j) | _error_bars(part, _DOWN)
        )  # fmt: skip
    chart.set_x_axis({"name": f"{words('xlsx.column.prevalence')} (%)", "num_format": "0", "min": 0,
                      "label_position": "low", "major_gridlines": {"visible": False}})  # fmt: skip
    chart.set_y_axis({"name": impact, "num_format": "General", "major_gridlines": _GRID})
    _place(block.sheet, chart, words("xlsx.title.chart_priority", metric=name), at)


def _periods(book: Book, sheet: Worksheet, tables: dict[str, pd.DataFrame], words: Words, top: int) -> int:
    metrics = in_order(tables["metrics"])
    dated = metrics[metrics["segment"].isna() & metrics["period"].notna() & metrics["value"].notna()]
    for metric in dated["metric"].unique():
        rows = dated[dated["metric"] == metric]
        wanted = HEADLINE.get(metric, "mean")
        statistic = wanted if (rows["statistic"] == wanted).any() else rows["statistic"].iloc[0]
        rows = rows[rows["statistic"] == statistic].sort_values("period", kind="stable")
        if len(rows) < 2:
            continue
        top = _one_period_chart(book, sheet, rows.to_dict("records"), words, top)
    return top


def _one_period_chart(
    book: Book, sheet: Worksheet, rows: list[dict[str, Any]], words: Words, top: int
) -> int:
    title = words("xlsx.title.chart_periods", metric=words.metric(rows[0]["metric"]))
    unit, kind = unit_name(rows[0]["unit"], words), value_kind(rows[0]["unit"])
    book.text(sheet, top, 0, title, book.subtitle)
    kinds = {"period": "text", "statistic": "text", "value": kind, "down": kind, "up": kind, "n": "count"}
    columns = [Column(words(f"xlsx.column.{name}"), kind) for name, kind in kinds.items()]
    cells = [
        [row["period"], words.statistic(row["statistic"]), row["value"],
         *_whiskers(row["value"], known(row["low"]), known(row["high"])), row["n"]]
        for row in rows
    ]  # fmt: skip
    first, last = top + 2, book.table(sheet, columns, cells, top=top + 1) - 1
    chart = book.workbook.add_chart({"type": "line"})
    block = Block(sheet, first, cells)
    chart.add_series(
        {"name": words.statistic(rows[0]["statistic"]), "line": {"color": "#1F2937", "width": 1.75},
         "marker": {"type": "circle", "size": 6, "fill": {"color": "#1F2937"}}}
        | _data(block, 0, 2) | _error_bars(block, 3)
    )  # fmt: skip
    chart.set_y_axis({"name": unit, "num_format": "General", "major_gridlines": _GRID})
    chart.set_x_axis({"label_position": "low"})
    _place(sheet, chart, title, top)
    return max(last + 3, top + _TALL + 1)


def _place(sheet: Worksheet, chart: Any, title: str, row: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 380})
    sheet.insert_chart(row, _AT, chart, {"description": title})


def _whiskers(value: float, low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """How far the interval reaches below and above the value; None where there is no interval."""
    return (None if low is None else value - low, None if high is None else high - value)


def _data(block: Block, x: int, y: int) -> dict[str, Any]:
    """References to two columns, and the values themselves: what viewers show that do not recalculate."""
    return {
        "categories": _ref(block, x), "categories_data": _values(block, x),
        "values": _ref(block, y), "values_data": _values(block, y),
    }  # fmt: skip


def _error_bars(block: Block, down: int) -> dict[str, Any]:
    """Error bars from the column ``down`` and the one after it."""
    return {
        "y_error_bars": {
            "type": "custom", "end_style": 1, "line": {"color": "#374151", "width": 1},
            "minus_values": _ref(block, down), "minus_data": _values(block, down),
            "plus_values": _ref(block, down + 1), "plus_data": _values(block, down + 1),
        }
    }  # fmt: skip


def _values(block: Block, column: int) -> list[Any]:
    return [None if is_missing(row[column]) else row[column] for row in block.rows]


def _ref(block: Block, column: int) -> str:
    letter, name = chr(ord("A") + column), block.sheet.get_name().replace("'", "''")
    return f"='{name}'!${letter}${block.first + 1}:${letter}${block.first + len(block.rows)}"
