"""What a declared table is, and the check that a frame is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd


class Column(NamedTuple):
    """One column: its pandas type, whether it may be missing, what it means."""

    name: str
    dtype: str  # str, float, int, bool, time
    meaning: str
    optional: bool = False  # may hold missing values
    allowed: tuple[object, ...] = ()


class Table(NamedTuple):
    """A table's name, key and columns; ``prefix`` admits further text columns (``seg_`` in responses)."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    prefix: str | None = None


_PANDAS = {"str": "str", "float": "float64", "int": "int64", "bool": "bool", "time": "datetime64[us, UTC]"}


def check(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the declared columns, order and types.

    Columns that may be missing altogether are added empty; undeclared columns are refused (except those with
    the table's prefix). Raises pandera's SchemaError: a stage that returns a wrong table is our mistake, not
    the user's.

    >>> import pandas as pd
    >>> from cxtext.tables import MENTIONS
    >>> check(MENTIONS, pd.DataFrame({"mention_id": ["a#0"], "comment_id": ["a"], "start": [0],
    ...                               "end": [2], "text": ["ok"]})).dtypes["start"]
    dtype('int64')
    """
    import pandas as pd

    extra = [c for c in frame.columns if table.prefix and str(c).startswith(table.prefix)]
    missing = {c.name: pd.Series(None, index=frame.index, dtype="object")
               for c in table.columns if c.optional and c.name not in frame.columns}  # fmt: skip
    frame = frame.assign(**missing)
    order = [c.name for c in table.columns] + extra
    unknown = [c for c in frame.columns if c not in order]
    frame = frame[[c for c in order if c in frame.columns] + unknown].reset_index(drop=True)
    if not len(frame):
        frame = frame.astype({c.name: _PANDAS[c.dtype] for c in table.columns if c.name in frame.columns})
    frame = _schema(table).validate(frame)
    if _repeats(frame, table.key):
        from pandera.errors import SchemaError

        raise SchemaError(_schema(table), frame, f"{table.name}: rows share a key ({', '.join(table.key)})")
    return frame


def _repeats(frame: pd.DataFrame, key: tuple[str, ...]) -> bool:
    """True where two rows have the same key. By the codes of Arrow's dictionaries: pandas takes four times
    as long, which shows in tables of millions of rows."""
    import numpy as np
    import pyarrow as pa

    codes = np.zeros(len(frame), dtype=np.int64)
    for name in key:
        column = pa.array(frame[name])
        column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        column = column.dictionary_encode("encode")
        n = len(column.dictionary)
        if n == len(frame):
            return False
        codes = codes * n + column.indices.to_numpy()
        if codes.max(initial=0) > 2**31:  # room for the next column
            codes = np.unique(codes, return_inverse=True)[1]
    codes.sort()
    return bool((codes[1:] == codes[:-1]).any())


def empty(table: Table) -> pd.DataFrame:
    """The table with no rows."""
    import pandas as pd

    return check(table, pd.DataFrame({c.name: pd.Series(dtype=_PANDAS[c.dtype]) for c in table.columns}))


def _schema(table: Table) -> Any:
    import pandera.pandas as pa

    columns = {
        c.name: pa.Column(
            _PANDAS[c.dtype],
            checks=[pa.Check.isin(c.allowed)] if c.allowed else [],
            nullable=c.optional,
            coerce=True,
        )
        for c in table.columns
    }
    if table.prefix:
        columns[f"^{table.prefix}.*$"] = pa.Column(
            "str", nullable=True, coerce=True, regex=True, required=False
        )
    return pa.DataFrameSchema(columns, strict=True, name=table.name)
