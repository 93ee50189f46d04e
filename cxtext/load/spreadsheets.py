"""XLSX (and XLS, ODS): the first sheet that holds data, cells as text."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

from cxtext.errors import InputError
from cxtext.load.archives import check_office


def read_spreadsheet(path: Path, limit: int | None = None) -> tuple[list[str], list, list[str]]:
    """Header, Arrow string columns and notes. Visible sheets come before hidden ones."""
    import pyarrow as pa
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if zipfile.is_zipfile(path):
        check_office(path)
    try:
        book = CalamineWorkbook.from_path(path)
        kinds = sorted(book.sheets_metadata, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
        for kind in kinds:
            sheet = book.get_sheet_by_name(kind.name)
            if sheet.width and sheet.height:
                break
        else:
            raise InputError("No sheet of the workbook holds data.", where=path)
        rows = sheet.to_python(nrows=None if limit is None else limit + 1)
    except CalamineError as error:
        raise InputError(
            "The workbook cannot be read.", where=path, found=str(error),
            do="Open and save it again as XLSX without a password, or export CSV.",
        ) from error  # fmt: skip
    above = _title_rows(rows)
    header = [cell_text(cell) for cell in rows[above]]
    body = rows[above + 1 :]
    columns = [pa.array([cell_text(row[i]) for row in body], pa.large_string()) for i in range(len(header))]
    others = [other.name for other in kinds if other.name != kind.name]
    titles = [f"{above} rows above the header are titles and left out"] if above else []
    notes = [*titles, *([f"sheet {kind.name!r} is read; not read: {', '.join(others)}"] if others else [])]
    return header, columns, notes


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
