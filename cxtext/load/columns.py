"""Finding a column by the name that the user gave."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cxtext.errors import ColumnError, nearest
from cxtext.load.records import clean_name


def find_column(name: str, columns: Iterable[str], flag: str, where: object) -> str:
    """The column of this name, or ``#n`` for the n-th; ColumnError with the nearest name where there is none.

    >>> find_column(" NPS ", ["id", "NPS"], "--score", "dump.csv")
    'NPS'
    """
    columns = list(columns)
    if (clean := clean_name(name)) in columns:
        return clean
    if re.fullmatch(r"#\d+", clean) and 1 <= (place := int(clean[1:])) <= len(columns):
        return columns[place - 1]
    raise ColumnError(f"There is no column {name!r}.", where=f"{flag}, {where}", do=nearest(clean, columns))
