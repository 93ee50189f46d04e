"""The sheet Signals: who speaks of effort, asks for action or shows an emotion, topic by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.report.signal_facts import SIGNALS, signal_rows
from cxtext.report.words import Words
from cxtext.report.xlsx_sheet import Book, Column, set_widths

if TYPE_CHECKING:
    import pandas as pd


def signals_sheet(book: Book, tables: dict[str, pd.DataFrame], words: Words) -> None:
    """One row a topic, the widest first: respondents with at least one mention that shows the signal."""
    sheet = book.sheet(words("xlsx.sheet.signals"))
    columns = [
        Column(words("xlsx.column.topic_id"), "text"),
        Column(words("xlsx.column.topic"), "text"),
        Column(words("xlsx.column.respondents"), "count"),
        *(Column(words(f"xlsx.column.{name}"), "count") for name in SIGNALS),
    ]
    rows = signal_rows(tables)
    set_widths(sheet, columns, rows)
    row = book.table(sheet, columns, rows)
    book.lines(sheet, row + 1, [words("xlsx.text.signals")])
