"""A table's columns as what a metric counts: numbers, yes or no, labels, days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import ColumnError, nearest
from cxtext.metrics.answers import MISSING_WORDS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

YES = frozenset({"yes", "y", "true", "t", "1", "1.0", "예", "네", "是", "はい"})
NO = frozenset({"no", "n", "false", "f", "0", "0.0", "아니오", "아니요", "否", "いいえ"})


def require(table: pd.DataFrame, column: str, where: str) -> pd.Series:
    """The column, or an error that names the nearest one."""
    if column not in table.columns:
        raise ColumnError(
            f"There is no column {column!r}.", where=where, do=nearest(column, map(str, table.columns))
        )
    return table[column]


def is_blank(cells: pd.Series) -> NDArray[np.bool_]:
    """True where a cell is empty or says that there is no answer."""
    import numpy as np

    blank = cells.isna().to_numpy(dtype=bool)
    if cells.dtype.kind not in "iufbM":
        words = (
            cells.astype("str")
            .str.strip()
            .str.lower()
            .isin(MISSING_WORDS)
            .to_numpy(dtype=bool, na_value=True)
        )
        blank = blank | words
    return np.asarray(blank)


def as_numbers_column(cells: pd.Series) -> pd.Series:
    """The cells as numbers, NaN where blank; text that is no number is refused."""
    import pandas as pd

    if cells.dtype.kind in "iuf":
        return cells.astype(float)
    if cells.dtype.kind == "b":
        raise ColumnError("Yes and no are not numbers.", where=cells.name)
    blank = is_blank(cells)
    numbers = pd.to_numeric(cells.where(~blank), errors="coerce").astype(float)
    _refuse(cells, numbers.isna().to_numpy() & ~blank, "numbers", "Write plain numbers such as 12.5.")
    return numbers


def as_truth_column(cells: pd.Series, yes: object = None) -> pd.Series:
    """1 for yes, 0 for no, NaN where blank. ``yes`` names the cell that means yes; others then mean no."""
    import numpy as np
    import pandas as pd

    blank = is_blank(cells)
    words = cells.astype("str").str.strip().str.lower()
    if yes is not None:
        true = (words == str(yes).strip().lower()).to_numpy(dtype=bool, na_value=False)
        return pd.Series(np.where(blank, np.nan, true.astype(float)), index=cells.index)
    true, false = words.isin(YES).to_numpy(dtype=bool), words.isin(NO).to_numpy(dtype=bool)
    _refuse(cells, ~(true | false | blank), "yes or no", 'Name the cell that means yes with yes_is = "...".')
    return pd.Series(np.where(blank, np.nan, true.astype(float)), index=cells.index)


def as_day_column(cells: pd.Series) -> pd.Series:
    """The cells as dates, missing where blank."""
    import pandas as pd

    if cells.dtype.kind == "M":
        return cells
    blank = is_blank(cells)
    days = pd.to_datetime(cells.where(~blank), errors="coerce", format="ISO8601", utc=True)
    _refuse(cells, days.isna().to_numpy() & ~blank, "dates", "Write dates as 2026-01-31.")
    return days


def _refuse(cells: pd.Series, bad: NDArray[np.bool_], kind: str, do: str) -> None:
    if bad.any():
        raise ColumnError(
            f"{int(bad.sum())} cells are not {kind}.", where=cells.name, found=repr(cells[bad].iloc[0]), do=do
        )
