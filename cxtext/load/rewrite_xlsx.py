"""A workbook with columns appended to the sheet that was read: everything else stays as it was, part by part.

Only the sheet's own XML is edited, as text. Other sheets, styles, charts, images and macros are copied.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from cxtext.errors import InputError, RunError
from cxtext.load.dialects.apply import HEADER_ROWS
from cxtext.load.rewrite import header_cells
from cxtext.load.spreadsheets import SheetRows, cell_text, read_rows

_ROW = re.compile(r"<((?:\w+:)?)row\b([^>]*?)(?:/>|>(.*?)</\1row>)", re.S)
_CELL = re.compile(r"<(?:\w+:)?c\b[^>]*?\sr=\"([A-Z]{1,3})\d+\"")
_STYLE = re.compile(r"<(?:\w+:)?c\b[^>]*?\ss=\"(\d+)\"[^>]*>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_COLUMNS, _MOST_CHARACTERS = 16_384, 32_767


def with_columns_xlsx(path: Path, n_rows: int, columns: Mapping[str, Sequence[str]]) -> bytes:
    """The workbook's bytes with cells appended to every row; ``columns`` hold a text for each of ``n_rows``.

    The rows above the last ``n_rows`` are header rows: they get the columns' names in the style of the last
    header cell. The new cells are texts, which a spreadsheet never runs as formulas.

    Raises
    ------
    InputError
        The file is a workbook of another kind than XLSX.
    RunError
        The sheet's rows are not those of the run; there is no room for the columns or for a text.
    """
    if not zipfile.is_zipfile(path):
        raise InputError(
            "Of workbooks, only XLSX files can be given back.", where=path, do="Save the original as XLSX."
        )
    read = read_rows(path)
    n_header = len(read.rows) - read.above - n_rows
    if not 1 <= n_header <= HEADER_ROWS:
        raise RunError(
            "The sheet's rows are not one a row of its data.", where=path,
            found=f"{len(read.rows):,} rows, {n_rows:,} of data", do="Use the tables of the run.",
        )  # fmt: skip
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, read.sheet, path)
        sheet = archive.read(part).decode("utf-8")
        edited = _edited(sheet, _cells(read, n_header, columns), read, path)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as copy:
            for info in archive.infolist():
                data = edited.encode() if info.filename == part else archive.read(info)
                copy.writestr(info, data, compress_type=info.compress_type)
    return out.getvalue()


def _cells(read: SheetRows, n_header: int, columns: Mapping[str, Sequence[str]]) -> dict[int, list[str]]:
    """What is appended to every row, by the row's number in the sheet."""
    first = read.first + read.above
    head = [[cell_text(cell) for cell in row] for row in read.rows[read.above : read.above + n_header]]
    cells = {first + i: header_cells(row, list(columns)) for i, row in enumerate(head)}
    rows = zip(*columns.values(), strict=True)
    return cells | {first + n_header + i: list(row) for i, row in enumerate(rows)}


def _edited(sheet: str, cells: dict[int, list[str]], read: SheetRows, path: Path) -> str:
    used = max((_number(letters) for letters in _CELL.findall(sheet)), default=0)
    start = max(used, read.last_column) + 1
    n = max(map(len, cells.values()))
    if start + n - 1 > _MOST_COLUMNS:
        raise RunError(
            "The sheet has no room for further columns.", where=path, do="Use the tables of the run."
        )
    header = min(cells)
    done: set[int] = set()
    number = 0

    def extended(match: re.Match[str]) -> str:
        nonlocal number
        prefix, attributes, inside = match[1], match[2], match[3] or ""
        said = re.search(r"\br=\"(\d+)\"", attributes)
        number = int(said[1]) if said else number + 1
        if number not in cells:
            return match[0]
        done.add(number)
        style = _STYLE.findall(inside)[-1:] if number == header else []
        added = "".join(
            _cell(prefix, f"{_letters(start + i)}{number}", text, style, path)
            for i, text in enumerate(cells[number])
            if text
        )
        attributes = re.sub(r"\s(?:\w+:)?spans=\"[^\"]*\"", "", attributes)
        return f"<{prefix}row{attributes}>{inside}{added}</{prefix}row>"

    edited = _ROW.sub(extended, sheet)
    if lost := [row for row, texts in cells.items() if row not in done and any(texts)]:
        raise RunError(
            "The sheet's rows are not those that were read.", where=path, found=f"no row {lost[0]}",
            do="Open and save the original as XLSX in a spreadsheet, or use the tables of the run.",
        )  # fmt: skip
    last = _letters(start + n - 1)
    return re.sub(
        r"(<(?:\w+:)?dimension\b[^>]*?ref=\"[A-Z]+\d+:)[A-Z]+(\d+\")", rf"\g<1>{last}\g<2>", edited, count=1
    )


def _cell(prefix: str, place: str, text: str, style: list[str], path: Path) -> str:
    if len(text) > _MOST_CHARACTERS:
        raise RunError(
            "A text is longer than a cell of a workbook can be.", where=f"{path}, cell {place}",
            found=f"{len(text):,} characters", do="Use the tables of the run.",
        )  # fmt: skip
    look = f' s="{style[0]}"' if style else ""
    shown = escape(_NOT_XML.sub("", text))
    return (
        f'<{prefix}c r="{place}"{look} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">{shown}'
        f"</{prefix}t></{prefix}is></{prefix}c>"
    )


def _part_of(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """The archive's member that holds the sheet of this name."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError) as error:
        raise InputError(
            "Of workbooks, only XLSX files can be given back.", where=path, do="Save the original as XLSX."
        ) from error
    ids = [
        value for sheet in book.iter() if sheet.tag.endswith("}sheet") and sheet.get("name") == name
        for key, value in sheet.attrib.items() if key.endswith("}id")
    ]  # fmt: skip
    target = next(link.get("Target", "") for link in links if link.get("Id") == ids[0])
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _number(letters: str) -> int:
    """The number of a column, from 1.

    >>> _number("A"), _number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    """The letters of a column.

    >>> _letters(1), _letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
