"""XLSX (and XLS, ODS): the first sheet that holds data, cells as text."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cxtext.errors import InputError
from cxtext.load.archives import check_office


class SheetRows(NamedTuple):
    """The rows of the sheet that is read, down from its first filled one.

    ``first`` is the number of that row in the sheet, from 1; ``above`` counts title rows above the header;
    ``last_column`` is the number of the last filled column.
    """

    sheet: str
    rows: list[list[object]]
    first: int
    above: int
    last_column: int
    others: list[str]


def read_rows(path: Path, limit: int | None = None) -> SheetRows:
    """The first sheet that holds a table, or else anything. Visible sheets come before hidden ones."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if zipfile.is_zipfile(path):
        check_office(path)
    try:
        book = CalamineWorkbook.from_path(path)
        kinds = sorted(book.sheets_metadata, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
        kind, sheet = _first_table([(kind, book.get_sheet_by_name(kind.name)) for kind in kinds], path)
        rows = sheet.to_python(nrows=None if limit is None else limit + 1)
    except CalamineError as error:
        raise InputError(
            "The workbook cannot be read.", where=path, found=str(error),
            do="Open and save it again as XLSX without a password, or export CSV.",
        ) from error  # fmt: skip
    first, last = sheet.start or (0, 0), sheet.end or (0, 0)
    others = [other.name for other in kinds if other.name != kind.name]
    return SheetRows(kind.name, rows, first[0] + 1, _title_rows(rows), last[1] + 1, others)


def read_spreadsheet(path: Path, limit: int | None = None) -> tuple[list[str], list, list[str]]:
    """Header, Arrow string columns and notes."""
    import pyarrow as pa

    read = read_rows(path, limit)
    header = [cell_text(cell) for cell in read.rows[read.above]]
    body = read.rows[read.above + 1 :]
    columns = [pa.array([cell_text(row[i]) for row in body], pa.large_string()) for i in range(len(header))]
    titles = [f"{read.above} rows above the header are titles and left out"] if read.above else []
    others = [f"sheet {read.sheet!r} is read; not read: {', '.join(read.others)}"] if read.others else []
    return header, columns, [*titles, *others]


def _first_table(sheets: list[tuple[Any, Any]], path: Path) -> tuple[Any, Any]:
    """The first of the visible sheets with several rows and columns; a cover sheet has few of either."""
    from python_calamine import SheetVisibleEnum

    filled = [(kind, sheet) for kind, sheet in sheets if sheet.width and sheet.height]
    if not filled:
        raise InputError("No sheet of the workbook holds data.", where=path)
    seen = [pair for pair in filled if pair[0].visible == SheetVisibleEnum.Visible] or filled
    return next((pair for pair in seen if pair[1].width > 1 and pair[1].height > 1), seen[0])


def _title_rows(rows: Sequence[Sequence[object]]) -> int:
    """The rows above the header: at most one cell filled, and below them a row with several."""
    for place, row in enumerate(rows[:10]):
        if sum(cell_text(cell).strip() != "" for cell in row) > 1:
            return place
    return 0


def cell_text(cell: object) -> str:
    """A cell as text: whole numbers without ``.0``, dates in ISO form.

    >>> cell_text(7.0), cell_text(7.5), cell_text(True), cell_text(dt.datetime(2026, 1, 5, 15, 2))
    ('7', '7.5', 'TRUE', '2026-01-05 15:02:00')
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
