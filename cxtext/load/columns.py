"""Finding a column by the name that the user gave."""

from __future__ import annotations

from collections.abc import Iterable

from cxtext.errors import ColumnError, nearest
from cxtext.load.records import clean_name


def find_column(name: str, columns: Iterable[str], flag: str, where: object) -> str:
    """The column of this name; ColumnError with the nearest name where there is none.

    >>> find_column(" NPS ", ["id", "NPS"], "--score", "dump.csv")
    'NPS'
    """
    columns = list(columns)
    if (clean := clean_name(name)) in columns:
        return clean
    raise ColumnError(f"There is no column {name!r}.", where=f"{flag}, {where}", do=nearest(clean, columns))
