"""Rows as they were read: text cells, and where each came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cxtext.load.dialects.base import Form, Hint

BLANKS = " \t\r\n\f\v\u00a0\u200b\ufeff\u3000"
NA_WORDS = frozenset({"", "na", "n/a", "null", "none", "nan", "-", "#n/a"})


class Records(NamedTuple):
    """Cells (all text, one column each) and their origin (file, 1-based row), on one index.

    ``form`` is what the platform says about the columns, None for a plain table; where it tells what became
    of a row, origin has the column status.
    """

    cells: pd.DataFrame
    origin: pd.DataFrame
    form: Form | None = None

    def only(self, mask: np.ndarray | pd.Series) -> Records:
        """The rows where the mask is true."""
        return self._replace(
            cells=self.cells[mask].reset_index(drop=True), origin=self.origin[mask].reset_index(drop=True)
        )

    @property
    def hints(self) -> Mapping[str, Hint]:
        """What the platform says about columns, by name."""
        return self.form.hints if self.form else {}

    @property
    def texts(self) -> Mapping[str, str]:
        """The questions behind column names, where the file holds them."""
        return self.form.texts if self.form else {}

    def place(self, mask: np.ndarray | pd.Series, limit: int = 3) -> str:
        """The first rows where the mask is true, in words."""
        found = self.origin[mask]
        shown = ", ".join(str(row) for row in found["row"].head(limit))
        return f"row{'s' if len(found) > 1 else ''} {shown}{' …' if len(found) > limit else ''}"


def clean_name(name: str) -> str:
    """A column name as people write it: NFC, one space between words.

    >>> clean_name("  How\\n likely? ")
    'How likely?'
    """
    name = unicodedata.normalize("NFC", str(name)).strip(BLANKS)
    return re.sub(r"\s+", " ", name)


def clean_names(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Unique column names, and those that occurred more than once.

    >>> clean_names(["Why?", "", "Why?"])
    (['Why?', 'column 2', 'Why? (2)'], ['Why?'])
    """
    out: list[str] = []
    twice: list[str] = []
    for place, name in enumerate(names, start=1):
        base = clean_name(name) or f"column {place}"
        unique, n = base, 1
        while unique in out:
            n += 1
            unique = f"{base} ({n})"
        if n > 1:
            twice.append(base)
        out.append(unique)
    return out, twice


def to_frame(names: list[str], columns: list) -> pd.DataFrame:
    """Arrow string columns as a frame of dtype ``str``."""
    import pyarrow as pa

    return pa.table(columns, names=names).to_pandas().astype("str")


def stripped(cells: pd.Series) -> pd.Series:
    """Cells without blanks (also NBSP and zero-width ones) around them."""
    return cells.str.strip(BLANKS)


def nfc(cells: pd.Series) -> pd.Series:
    """Composed characters (NFC)."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(cells, pa.large_string())
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return cells
    return pd.Series(pc.utf8_normalize(texts, "NFC").to_pandas(), dtype="str").set_axis(cells.index)


def is_in(cells: pd.Series, among: pd.Series) -> pd.Series:
    """True where a cell occurs in the other series (faster than ``isin`` on text)."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.is_in(pa.array(cells, pa.large_string()), value_set=pa.array(among, pa.large_string()))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=cells.index)


def first_place(cells: pd.Series, among: pd.Series) -> np.ndarray:
    """For every cell the position of its first occurrence in the other series, -1 where it has none.

    >>> import pandas as pd
    >>> first_place(pd.Series(["b", "x", "a"]), pd.Series(["a", "b", "a"])).tolist()
    [1, -1, 0]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.index_in(pa.array(cells, pa.large_string()), value_set=pa.array(among, pa.large_string()))
    return found.fill_null(-1).to_numpy(zero_copy_only=False).astype("int64")


def is_blank(cells: pd.Series) -> pd.Series:
    """True where a cell holds nothing to see."""
    return stripped(cells) == ""


def is_missing(cells: pd.Series) -> pd.Series:
    """True for blank, NA, N/A, null, None, nan and ``-`` (in scores and dates, not in comments)."""
    return stripped(cells).str.lower().isin(NA_WORDS)
