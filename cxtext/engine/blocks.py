"""A file of any size as blocks of rows, cut by the file alone: the same file gives the same blocks.

A text file is looked through once before anything is computed, so that a bad line in the last row is told
in seconds, not after hours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.engine.cells import text_cells
from cxtext.errors import InputError
from cxtext.load.delimited import is_blank_line, ragged_rows, strict_reader
from cxtext.load.encodings import find_encoding
from cxtext.load.readers import file_kind
from cxtext.load.records import clean_names
from cxtext.load.spreadsheets import read_spreadsheet

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_ROWS = 8192  # what a kill costs at most, and the reach of sorting by length
BLOCK_BYTES = 16 << 20
# Marks a column whose cells are JSON, so that a number stays a number in JSON Lines.
JSON_CELLS = {b"cxtext": b"json"}


def is_json(field: pa.Field) -> bool:
    """Whether a column's cells are JSON texts."""
    return (field.metadata or {}).get(b"cxtext") == b"json"


class Source(NamedTuple):
    """A file that was looked through: its columns and rows, and how to read its blocks."""

    kind: str
    columns: list[str]
    n_rows: int
    blocks: Callable[[], Iterator[pa.Table]]


def open_source(path: Path, encoding: str | None = None) -> Source:
    """CSV, TSV, Parquet and JSON Lines are streamed; a workbook's sheet is held in memory.

    Raises InputError where the file cannot be read to its end as what it is.
    """
    kind = file_kind(path)
    if kind == "parquet":
        source = _parquet(path)
    elif kind == "spreadsheet":
        source = _spreadsheet(path)
    elif kind == "json":
        source = _jsonlines(path, find_encoding(path, encoding).name)
    else:
        source = _delimited(path, find_encoding(path, encoding).name)
    if not source.n_rows:
        raise InputError("The file holds no rows.", where=path, do="Give a file with texts in it.")
    return source


def _delimited(path: Path, encoding: str) -> Source:
    import pyarrow as pa

    header = next(_rows(path, encoding), None)
    if header is None:
        raise InputError("The file is empty.", where=path, do="Give a file with a header and rows.")
    names, _ = clean_names(header)
    ragged: list[tuple[int, int]] = []
    n_rows = n_ragged = 0
    for n_rows, row in enumerate(_rows(path, encoding, skip=1), 1):
        if len(row) != len(names):
            n_ragged += 1
            ragged = [*ragged, (n_rows, len(row))][:3]
    if n_ragged:
        raise ragged_rows(path, len(names), n_rows, n_ragged, ragged)

    def blocks() -> Iterator[pa.Table]:
        for rows in _cut(_rows(path, encoding, skip=1), lambda row: sum(map(len, row))):
            columns = [text_cells(cells) for cells in zip(*rows, strict=True)]
            yield pa.table(columns, names=names)

    return Source("delimited", names, n_rows, blocks)


def _rows(path: Path, encoding: str, skip: int = 0) -> Iterator[list[str]]:
    """Records of a delimited file, the header first; lines with nothing on them are none."""
    width = 0
    with strict_reader(path, encoding) as (reader, _, _):
        for row in reader:
            # In a file of one column a blank cell in quotes is a row: one row out for each row in.
            if not row or (width != 1 and is_blank_line(row)):
                continue
            width = width or len(row)
            if skip:
                skip -= 1
            else:
                yield row


def _jsonlines(path: Path, encoding: str) -> Source:
    import pyarrow as pa

    keys: dict[str, None] = {}
    n_rows = 0
    for _, row in _objects(path, encoding):
        keys.update(dict.fromkeys(row))
        n_rows += 1
    schema = pa.schema([pa.field(key, pa.large_string(), metadata=JSON_CELLS) for key in keys])

    def blocks() -> Iterator[pa.Table]:
        for rows in _cut(_objects(path, encoding), lambda row: row[0]):
            cells = [
                [json.dumps(row[key], ensure_ascii=False) if key in row else None for _, row in rows]
                for key in keys
            ]
            yield pa.table([text_cells(column) for column in cells], schema=schema)

    return Source("json", list(keys), n_rows, blocks)


def _objects(path: Path, encoding: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Length of the line and its object."""
    with path.open(encoding=encoding, newline="\n") as file:
        for n, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                json.dumps(row, ensure_ascii=False).encode()  # half an emoji cannot be stored
            except (ValueError, RecursionError) as error:
                raise InputError(
                    "A line is not valid JSON.", where=f"{path}, line {n}", found=str(error),
                    do="Write one object a line.",
                ) from error  # fmt: skip
            if not isinstance(row, dict):
                raise InputError("A line is not a JSON object.", where=f"{path}, line {n}")
            yield len(line), row


def _parquet(path: Path) -> Source:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            schema, n_rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, error) from error

    def small() -> Iterator[pa.Table]:
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(batch_size=256):
                    batch.validate(full=True)  # Parquet does not promise that a string is UTF-8
                    yield pa.Table.from_batches([batch])
        except (pa.ArrowException, OSError) as error:
            raise _damaged(path, error) from error

    def blocks() -> Iterator[pa.Table]:
        held: list[pa.Table] = []
        for part in small():
            held.append(part)
            rows, size = sum(map(len, held)), sum(table.nbytes for table in held)
            if rows >= BLOCK_ROWS or size >= BLOCK_BYTES:
                yield pa.concat_tables(held)
                held = []
        if held:
            yield pa.concat_tables(held)

    return Source("parquet", schema.names, n_rows, blocks)


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(
        "The Parquet file cannot be read: it is damaged or was cut short.", where=path,
        found=str(error)[:200], do="Write or fetch the file again.",
    )  # fmt: skip


def _spreadsheet(path: Path) -> Source:
    import pyarrow as pa

    header, columns, _ = read_spreadsheet(path)
    table = pa.table(columns, names=clean_names(header)[0])

    def blocks() -> Iterator[pa.Table]:
        for start in range(0, len(table), BLOCK_ROWS):
            yield table.slice(start, BLOCK_ROWS)

    return Source("spreadsheet", table.column_names, len(table), blocks)


def _cut(rows: Iterable[Any], size: Callable[[Any], int]) -> Iterator[list[Any]]:
    """Lists of at most BLOCK_ROWS rows and about BLOCK_BYTES characters, never an empty one.

    >>> [len(block) for block in _cut(["ab"] * (BLOCK_ROWS + 2), len)] == [BLOCK_ROWS, 2]
    True
    """
    held: list[Any] = []
    weight = 0
    for row in rows:
        held.append(row)
        weight += size(row)
        if len(held) >= BLOCK_ROWS or weight >= BLOCK_BYTES:
            yield held
            held, weight = [], 0
    if held:
        yield held
