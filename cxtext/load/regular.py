"""Large, regular CSV files: Arrow's parser, wherever it must give what the strict one gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

LARGE = 1 << 20  # bytes; below, the strict parser is quick enough
_BLOCK = 1 << 23
_QUOTE = ord('"')


def read_regular(path: Path, start: int, delimiter: str, width: int) -> list[pa.ChunkedArray] | None:
    """The columns below the header of a UTF-8 file, or None where the strict parser has to decide.

    ``start`` is the first byte of the header. Arrow's parser is lenient: it repairs quotes and forgives what
    the strict one refuses. So quotes are proven regular first, and any row of another width ends the attempt.
    """
    if width < 2 or not quotes_are_regular(path, start, delimiter):
        return None
    import pyarrow as pa
    import pyarrow.csv as csv

    with path.open("rb") as file:
        file.seek(start)
        try:
            table = csv.read_csv(
                pa.PythonFile(file, mode="r"),
                read_options=csv.ReadOptions(autogenerate_column_names=True, block_size=_BLOCK),
                parse_options=csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True,
                    invalid_row_handler=lambda row: "error" if row.text.strip() else "skip",
                ),
                convert_options=csv.ConvertOptions(
                    column_types={f"f{i}": pa.large_string() for i in range(width)},
                    strings_can_be_null=False, check_utf8=False,
                ),
            )  # fmt: skip
        except pa.ArrowInvalid:
            return None
    if table.num_columns != width:
        return None
    return [column.slice(1) for column in table.columns]


def quotes_are_regular(path: Path, start: int, delimiter: str) -> bool:
    """True where every quote opens a cell, closes one or is half of a doubled one inside a quoted cell.

    Then quotes alternate: the 1st, 3rd ... stand at the start of a cell or right after the one before (which
    they double), the 2nd, 4th ... at its end or right before the next. Nothing else in the file matters.
    """
    import numpy as np

    edge = np.zeros(256, dtype=bool)
    edge[[ord(delimiter), ord("\n"), ord("\r"), _QUOTE]] = True
    opening = True
    before = b"\n"
    with path.open("rb") as file:
        file.seek(start)
        block = file.read(_BLOCK)
        while block:
            following = file.read(_BLOCK)
            data = np.frombuffer(before + block + (following[:1] or b"\n"), dtype=np.uint8)
            at = np.flatnonzero(data[1:-1] == _QUOTE) + 1
            first = 0 if opening else 1
            if not (edge[data[at[first::2] - 1]].all() and edge[data[at[1 - first :: 2] + 1]].all()):
                return False
            opening ^= bool(len(at) % 2)
            before, block = block[-1:], following
    return opening
