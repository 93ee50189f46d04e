"""Parquet: every column as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa


def read_parquet(path: Path, limit: int | None = None) -> tuple[list[str], list]:
    """Header and Arrow string columns; missing values become blank cells."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
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
    except (pa.ArrowException, OSError) as error:
        raise InputError("The Parquet file cannot be read.", where=path, found=str(error)[:200]) from error
    return table.column_names, [_text(table.column(i)) for i in range(table.num_columns)]


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
