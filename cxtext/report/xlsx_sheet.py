"""A table on a worksheet: text stays text, numbers have their unit's format; widths, filter, header."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_TEXT = 32_767  # characters in a cell, as Excel counts them: UTF-16 units
MAX_ROWS = 1_048_575  # below the header
FORMATS = {
    "text": "General", "wrap": "General", "count": "#,##0", "number": "General",
    "points": "0.0", "percent": '0.0"%"', "scale_points": "0.00", "signed_points": "+0.0;-0.0;0.0",
    "signed_scale_points": "+0.00;-0.00;0.00",
    "ratio": "0.00", "chance": '[<0.001]"<0.001";0.000', "date": "yyyy-mm-dd hh:mm",
}  # fmt: skip
_WIDEST = {"text": 32, "wrap": 70}
_FORMULA_START = ("=", "+", "-", "@", "\t")
# What XML 1.0 cannot hold, and control characters, which no cell shows.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Column(NamedTuple):
    """A column's title and the kind of its cells (a key of FORMATS)."""

    title: str
    kind: str


class Cell(NamedTuple):
    """A value whose kind is not its column's: an impact in the unit of its own metric."""

    value: Any
    kind: str


class Book:
    """A workbook with its formats, each made once."""

    def __init__(self, workbook: Workbook, cut: str) -> None:
        self.workbook, self.cut = workbook, cut
        self.header = workbook.add_format(
            {
                "bold": True,
                "bg_color": "#E8EAEE",
                "bottom": 1,
                "text_wrap": True,
                "valign": "top",
                "quote_prefix": True,
            }
        )
        self.title = workbook.add_format({"bold": True, "font_size": 16})
        self.subtitle = workbook.add_format({"bold": True, "font_size": 12})
        self.formats = {kind: self._format(kind) for kind in FORMATS}
        # Excel would take an edited cell that starts with = for a formula; the prefix keeps it text.
        self.shielded = {kind: self._format(kind, quote_prefix=True) for kind in ("text", "wrap")}

    def _format(self, kind: str, **further: bool) -> Format:
        form = {"valign": "top", "num_format": FORMATS[kind], "text_wrap": kind == "wrap"}
        return self.workbook.add_format(form | further)

    def sheet(self, name: str) -> Worksheet:
        """A new worksheet; ids that look like numbers get no warning triangle."""
        worksheet = self.workbook.add_worksheet(name)
        worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return worksheet

    def text(
        self, worksheet: Worksheet, row: int, column: int, text: object, form: Format | None = None
    ) -> None:
        """A text cell that no program takes for a formula, a link or a number."""
        worksheet.write_string(row, column, fitting(str(text), self.cut), form or self.formats["text"])

    def lines(self, worksheet: Worksheet, row: int, lines: Iterable[object]) -> int:
        """Lines of text from ``row`` on; returns the row after the last."""
        for line in lines:
            self.text(worksheet, row, 0, line)
            row += 1
        return row

    def cell(self, worksheet: Worksheet, row: int, column: int, value: Any, kind: str) -> None:
        """A value by its kind; a missing one leaves the cell blank."""
        if isinstance(value, Cell):
            value, kind = value
        if is_missing(value) or value == "":
            return
        if isinstance(value, datetime.datetime):
            worksheet.write_datetime(row, column, value.replace(tzinfo=None), self.formats["date"])
        elif isinstance(value, str):
            form = "wrap" if kind == "wrap" else "text"
            shield = value.startswith(_FORMULA_START) or value.startswith("\r")
            self.text(worksheet, row, column, value, (self.shielded if shield else self.formats)[form])
        elif math.isfinite(value):
            worksheet.write_number(
                row, column, value, self.formats["number" if kind in ("text", "wrap") else kind]
            )
        else:
            self.text(worksheet, row, column, value)

    def table(
        self, worksheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Any]], top: int = 0
    ) -> int:
        """Header at row ``top``, then the rows; returns the row after them. At row 0: filter and freeze."""
        for j, column in enumerate(columns):
            self.text(worksheet, top, j, column.title, self.header)
        row = top
        for row, values in enumerate(rows, top + 1):
            for j, (value, column) in enumerate(zip(values, columns, strict=True)):
                self.cell(worksheet, row, j, value, column.kind)
        if top == 0 and columns:
            worksheet.freeze_panes(1, 0)
            worksheet.autofilter(0, 0, row, len(columns) - 1)
        return row + 1


def set_widths(worksheet: Worksheet, columns: Sequence[Column], sample: Iterable[Sequence[Any]]) -> None:
    """Columns as wide as the longest cell of a sample, within reason; wide letters (한, 字) count double."""
    rows = list(sample)
    for j, column in enumerate(columns):
        cells = [row[j].value if isinstance(row[j], Cell) else row[j] for row in rows]
        longest = max((_width(cell) for cell in cells if isinstance(cell, str)), default=0)
        widest = _WIDEST.get(column.kind, 14)
        worksheet.set_column(j, j, min(max(longest, 8, _width(column.title) / 2 + 3), widest) + 2)


def fitting(text: str, cut: str) -> str:
    """The text as a cell can hold it: line ends as LF, no control characters, at most 32,767 UTF-16 units.

    >>> fitting("a\\r\\nb\\x00", "…"), len(fitting("x" * 40_000, " [cut]"))
    ('a\\nb', 32767)
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNWRITABLE.sub("", text)
    if len(text) * 2 <= MAX_TEXT or _units(text) <= MAX_TEXT:
        return text
    room = MAX_TEXT - _units(cut)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore") + cut


def is_missing(value: Any) -> bool:
    """None, NaN, NaT and NA alike."""
    if value is None or isinstance(value, str):
        return value is None
    try:
        return bool(value != value)
    except TypeError:  # pandas' NA is neither equal nor unequal to itself
        return True


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _width(text: str) -> int:
    line = max(text[:200].splitlines(), key=len, default="")
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
