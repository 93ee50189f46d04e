"""Parts to one file: Parquet, CSV or JSON Lines, one part in memory at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.engine.blocks import is_json
from cxtext.engine.cells import text_cells
from cxtext.engine.shards import settle, told
from cxtext.errors import ConfigError

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".csv", ".parquet", ".jsonl")
DIGITS = 6  # of probabilities as text


def check_result(out: Path, path: Path) -> None:
    """Refuses a name that no format goes with, and the input's own, before any work."""
    if out.resolve() == path.resolve():
        raise ConfigError("The result would replace the input.", where="--out", do="Give another name.")
    if out.suffix.lower() not in SUFFIXES:
        raise ConfigError(
            "The result is one file.", where="--out", found=out,
            do=f"Give a name that ends in {', '.join(SUFFIXES)}.",
        )  # fmt: skip
    if out.is_dir():
        raise ConfigError("This is a folder.", where="--out", found=out, do="Give the name of a file.")


def write_result(paths: Iterable[Path], out: Path) -> None:
    """Join parts in their order; an earlier file of that name is replaced once the new one is whole."""
    write = {".csv": _csv, ".parquet": _parquet, ".jsonl": _jsonlines}[out.suffix.lower()]
    draft = out.with_name(f".{out.name}.draft")
    with told(out):
        try:
            write(paths, draft)
            settle(draft, out)
        finally:
            draft.unlink(missing_ok=True)


def _parquet(paths: Iterable[Path], draft: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    for table in _tables(paths):
        # JSON cells mean nothing outside: as text.
        names = table.column_names
        plain = pa.table([_as_text(table.column(k), table.field(k)) for k in range(len(names))], names=names)
        writer = writer or pq.ParquetWriter(draft, plain.schema)
        writer.write_table(plain)
    if writer:
        writer.close()


def _csv(paths: Iterable[Path], draft: Path) -> None:
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, table in enumerate(_tables(paths)):
            if not number:
                writer.writerow(table.column_names)
            columns = [_cells(table.column(k), table.field(k)) for k in range(table.num_columns)]
            writer.writerows(zip(*columns, strict=True))


def _jsonlines(paths: Iterable[Path], draft: Path) -> None:
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        for table in _tables(paths):
            columns = [_values(table.column(k), table.field(k)) for k in range(table.num_columns)]
            for row in zip(*columns, strict=True):
                found = {
                    name: value
                    for name, value in zip(table.column_names, row, strict=True)
                    if value is not _ABSENT
                }
                file.write(json.dumps(found, ensure_ascii=False, default=str) + "\n")


_ABSENT = object()


def _tables(paths: Iterable[Path]) -> Iterable[pa.Table]:
    import pyarrow.parquet as pq

    for path in paths:
        with pq.ParquetFile(path, memory_map=False) as file:
            yield file.read()


def _values(column: pa.ChunkedArray, field: pa.Field) -> list[Any]:
    import pyarrow as pa

    cells = column.to_pylist()
    if is_json(field):
        return [_ABSENT if cell is None else json.loads(cell) for cell in cells]
    if pa.types.is_floating(column.type):
        return [None if cell is None or cell != cell else round(cell, DIGITS) for cell in cells]
    return cells


def _cells(column: pa.ChunkedArray, field: pa.Field) -> list[str]:
    """As text, as one writes them in a table."""
    return ["" if value is None or value is _ABSENT else _text(value) for value in _values(column, field)]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
    )


def _as_text(column: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    import pyarrow as pa

    if not is_json(field):
        return column
    texts = [None if value is None or value is _ABSENT else _text(value) for value in _values(column, field)]
    return pa.chunked_array([text_cells(texts)])
