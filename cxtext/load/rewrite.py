"""A delimited file with columns appended: everything else stays as it was, byte for byte."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cxtext.errors import InputError, RunError
from cxtext.load.delimited import find_delimiter
from cxtext.load.dialects.apply import HEADER_ROWS
from cxtext.load.encodings import MAX_LINE, find_encoding
from cxtext.load.readers import file_kind

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 18


def with_columns(
    path: Path, encoding: str | None, n_rows: int, columns: Mapping[str, Sequence[str]]
) -> bytes:
    """The file's bytes with cells appended to every record; ``columns`` hold a text for each of ``n_rows``.

    The records above the last ``n_rows`` are header rows: they get the columns' names, and where a header row
    holds JSON an object with the name as ImportId. Encoding, BOM, delimiter, quotes and line ends stay; new
    cells are quoted as the header is.

    Raises
    ------
    InputError
        The file is no delimited text.
    RunError
        The file's records are not its rows; the encoding has no letters for what is to be written.
    """
    if file_kind(path) != "delimited":
        raise InputError(
            "Only CSV, TSV and XLSX files can be given back as they are.", where=path,
            do="Export the original as CSV, or use the tables of the run.",
        )  # fmt: skip
    data = path.read_bytes()
    mark, codec = next((b, c) for b, c in (*_BOMS, (b"", "")) if data.startswith(b))
    codec = codec or find_encoding(path, encoding).name
    text = data[len(mark) :].decode(codec)
    delimiter, skip = find_delimiter(text[:_SAMPLE])
    lines = io.StringIO(text, newline="")
    out = [lines.readline() for _ in range(skip)]
    records = list(_records(lines, delimiter))
    filled = [i for i, (_, row) in enumerate(records) if any(cell.strip() for cell in row) or len(row) > 1]
    n_header = len(filled) - n_rows
    if not 1 <= n_header <= HEADER_ROWS:
        raise RunError(
            "The file's records are not one a row of its data.", where=path,
            found=f"{len(filled):,} records, {n_rows:,} rows", do="Use the tables of the run.",
        )  # fmt: skip
    head = records[filled[0]]
    all_quoted = head[0].rstrip("\r\n") == delimiter.join(
        f'"{c.replace(chr(34), chr(34) * 2)}"' for c in head[1]
    )
    place = {i: n for n, i in enumerate(filled)}
    names = list(columns)
    for i, (raw, row) in enumerate(records):
        n = place.get(i)
        if n is None:
            out.append(raw)
        elif n < n_header:
            out.append(_extended(raw, delimiter, header_cells(row, names), all_quoted))
        else:
            out.append(_extended(raw, delimiter, [columns[c][n - n_header] for c in names], all_quoted))
    try:
        return mark + "".join(out).encode(codec)
    except UnicodeEncodeError as error:
        raise RunError(
            f"The original's encoding, {codec}, cannot hold what is appended.", where=path,
            found=repr(error.object[error.start : error.end][:20]), do="Save the original as UTF-8 first.",
        ) from error  # fmt: skip


def _records(lines: io.StringIO, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Every record as it is written and as cells."""
    csv.field_size_limit(MAX_LINE)
    taken: list[str] = []

    def noted() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    for row in csv.reader(noted(), delimiter=delimiter, strict=True):
        yield "".join(taken), row
        taken.clear()


def _extended(raw: str, delimiter: str, cells: list[str], all_quoted: bool) -> str:
    end = re.search(r"(?:\r\n|\n|\r)?\Z", raw)
    at = end.start() if end else len(raw)
    return raw[:at] + "".join(delimiter + _quoted(cell, delimiter, all_quoted) for cell in cells) + raw[at:]


def _quoted(cell: str, delimiter: str, always: bool) -> str:
    if always or any(c in cell for c in (delimiter, '"', "\n", "\r")) or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell


def header_cells(row: list[str], names: list[str]) -> list[str]:
    """The columns' names as a header row writes them: where it holds JSON, as ImportIds."""
    if any(cell.lstrip().startswith('{"ImportId"') for cell in row):
        return [json.dumps({"ImportId": name.replace(" ", "_")}, ensure_ascii=False) for name in names]
    return names
