"""SPSS files: answers as their value labels, variable labels as the questions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from cxtext.errors import InputError


def read_spss(path: Path, limit: int | None = None) -> tuple[list[str], list, dict[int, str]]:
    """Header, Arrow string columns and the questions by place. User-missing codes become blank cells.

    A code with a value label becomes the label: codes are free, labels are what was asked.
    """
    import pyarrow as pa

    try:
        import pyreadstat
    except ImportError as error:
        raise InputError(
            "SPSS files need a further library.", where=path, do="pip install 'cxtext[spss]'"
        ) from error
    try:
        frame, meta = pyreadstat.read_sav(
            str(path), user_missing=True, row_limit=limit or 0, disable_datetime_conversion=False
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, OverflowError) as error:
        raise InputError("The SPSS file cannot be read.", where=path, found=str(error)[:200]) from error
    columns = []
    for name in frame.columns:
        labels = meta.variable_value_labels.get(name, {})
        ranges: list[Any] = list(meta.missing_ranges.get(name, []))
        cells = [_cell(value, labels, ranges) for value in frame[name].tolist()]
        columns.append(pa.chunked_array([pa.array(cells, pa.large_string())]))
    questions = {
        i: label for i, name in enumerate(frame.columns) if (label := meta.column_names_to_labels.get(name))
    }
    return [str(name) for name in frame.columns], columns, questions


def _cell(value: Any, labels: dict[Any, str], ranges: list[Any]) -> str:
    if value is None or value != value:
        return ""
    if any(_within(value, r["lo"], r["hi"]) for r in ranges):
        return ""
    if value in labels:
        return labels[value]
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _within(value: Any, low: Any, high: Any) -> bool:
    return type(value) is type(low) and low <= value <= high
