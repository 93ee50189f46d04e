"""Arrow's columns from plain Python: what ``pyarrow.array`` would have made."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from cxtext.engine.cells import number_cells, text_cells


@pytest.mark.parametrize("cells", [[], [None], ["", None, "é\x00한😀"], ["a"] * 9, [*"abcdefgh", None]])
@pytest.mark.parametrize("large", [True, False])
def test_texts(cells, large):
    made = text_cells(cells, large)
    made.validate(full=True)
    assert made.equals(pa.array(cells, pa.large_string() if large else pa.string()))


@pytest.mark.parametrize("n", [0, 1, 8, 9])
@pytest.mark.parametrize("kind", [pa.float64(), pa.int64(), pa.bool_()])
def test_numbers_and_what_is_missing(n, kind):
    values = (np.arange(2 * n) % 3).astype(kind.to_pandas_dtype())[::2]  # not one behind the other in memory
    missing = np.arange(n) % 4 == 0
    for mask in (None, missing, np.zeros(n, bool)):
        made = number_cells(values, mask)
        made.validate(full=True)
        assert made.equals(pa.array(values, kind, mask=mask))
