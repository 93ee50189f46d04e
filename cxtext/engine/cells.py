"""Columns for Arrow from what Python and NumPy hold, byte by byte.

``pyarrow.array`` would do, but it first asks whether its input is of pandas, and imports pandas for that:
half of what a job costs that finds everything in the cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def text_cells(cells: Sequence[str | None], large: bool = True) -> pa.Array:
    """Texts as ``large_string``, or ``string`` where that is wanted; None is missing.

    >>> text_cells(["ab", None, "é"]).to_pylist()
    ['ab', None, 'é']
    """
    import numpy as np
    import pyarrow as pa

    raw = [b"" if cell is None else cell.encode() for cell in cells]
    ends = np.zeros(len(raw) + 1, np.int64 if large else np.int32)
    np.cumsum(np.fromiter(map(len, raw), np.int64, len(raw)), out=ends[1:])
    missing = np.fromiter((cell is None for cell in cells), bool, len(raw))
    return _made(pa.large_string() if large else pa.string(), missing, ends, b"".join(raw))


def number_cells(values: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """float64, int64 or bool (n,), missing where ``missing`` is true.

    >>> import numpy as np
    >>> number_cells(np.array([0.5, 1.0]), np.array([False, True])).to_pylist()
    [0.5, None]
    >>> number_cells(np.array([True, False, True])).to_pylist()
    [True, False, True]
    """
    import numpy as np
    import pyarrow as pa

    kind = {"f": pa.float64(), "i": pa.int64(), "b": pa.bool_()}[values.dtype.kind]
    held = (
        np.packbits(values, bitorder="little") if values.dtype.kind == "b" else np.ascontiguousarray(values)
    )
    return _made(kind, np.zeros(len(values), bool) if missing is None else missing, held)


def _made(kind: pa.DataType, missing: np.ndarray, *held: Any) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    there = pa.py_buffer(np.packbits(~missing, bitorder="little")) if missing.any() else None
    return pa.Array.from_buffers(kind, len(missing), [there, *map(pa.py_buffer, held)])
