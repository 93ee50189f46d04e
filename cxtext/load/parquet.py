"""Parquet: every column as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa


def is_partitioned(path: Path) -> bool:
    """True for a folder of Parquet files whose sub-folders are named ``column=value``."""
    return path.is_dir() and any("=" in part.parent.name for part in path.rglob("*.parquet"))


def read_parquet(path: Path, limit: int | None = None) -> tuple[list[str], list]:
    """Header and Arrow string columns of a file or a partitioned folder; missing values become blank."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        if path.is_dir():
            return _text_columns(_data_set(path, limit))
        file = pq.ParquetFile(path)
        if limit is None:
            table = file.read()
        else:
            batches, n = [], 0
            for batch in file.iter_batches(batch_size=min(limit, 65_536)):
                batches.append(batch)
                n += len(batch)
                if n >= limit:
                    break
            table = pa.Table.from_batches(batches, schema=file.schema_arrow).slice(0, limit)
        return _text_columns(table)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(
            "The Parquet file cannot be read: it is damaged or was cut short.", where=path,
            found=str(error)[:200], do="Write or fetch the file again.",
        ) from error  # fmt: skip


def _data_set(path: Path, limit: int | None) -> pa.Table:
    """The files under each other, with the columns that the folders' names say."""
    import pyarrow.dataset as ds

    data = ds.dataset(path, format="parquet", partitioning="hive")
    pieces = sorted(data.get_fragments(), key=lambda piece: piece.path)
    first = pieces[0].physical_schema
    for piece in pieces[1:]:
        mine = piece.physical_schema
        if not mine.equals(first):
            differing = sorted({str(field) for field in first} ^ {str(field) for field in mine})
            raise InputError(
                "The files of the data set do not have the same columns.", where=piece.path,
                found=", ".join(differing[:6]), do="Write the data set again with one schema.",
            )  # fmt: skip
    return data.to_table() if limit is None else data.head(limit)


def _text_columns(table: pa.Table) -> tuple[list[str], list]:
    columns = [_text(table.column(i)) for i in range(table.num_columns)]
    for column in columns:
        column.validate(full=True)  # Parquet does not promise that a string is UTF-8
    return table.column_names, columns


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type):
        # Whole numbers in a float column are integers that met a missing value.
        column = pc.if_else(pc.is_nan(column), None, column)
        whole = pc.all(pc.equal(column, pc.trunc(column)), min_count=0).as_py()
        small = pc.all(pc.less(pc.abs(column), 2.0**63), min_count=0).as_py()
        if whole and small:
            column = column.cast(pa.int64())
    if pa.types.is_nested(column.type):
        texts = [
            None if v is None else json.dumps(v, ensure_ascii=False, default=str) for v in column.to_pylist()
        ]
        column = pa.chunked_array([pa.array(texts, pa.large_string())])
    return column.cast(pa.large_string()).fill_null("")
