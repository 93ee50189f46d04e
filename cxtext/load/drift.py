"""Files of several months under each other: what appeared, vanished or changed its kind between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from cxtext.errors import InputError
from cxtext.load.issues import Issue, summary
from cxtext.load.records import is_missing, stripped

if TYPE_CHECKING:
    import pandas as pd

_SAMPLE = 1000
_ENOUGH = 5  # filled cells; fewer say nothing about a column's kind
_KINDS = (
    ("numbers", r"[+-]?\d+(?:[.,]\d+)?"),
    ("dates", r"\d{1,4}[-./년年]\s?\d{1,2}[-./월月]\s?\d{1,4}.*"),
)


def aligned(parts: Sequence[tuple[str, pd.DataFrame]], allow: bool) -> tuple[list[pd.DataFrame], list[Issue]]:
    """The frames with the same columns in the order of first sight, and what differed.

    Raises InputError where the labelled frames differ, unless ``allow``: then cells of a column that a file
    does not have are blank.
    """
    import pandas as pd

    columns = list(dict.fromkeys(c for _, cells in parts for c in cells.columns))
    found = [*_appearing(parts, columns), *_changing(parts, columns)]
    if found and not allow:
        raise InputError(
            "The input files do not have the same columns.", where=found[0][0],
            found="; ".join(f"{column!r} {what} ({label})" for label, column, what in found[:5])
            + (f" … and {len(found) - 5} more" if len(found) > 5 else ""),
            do="Give files of one form, use --join or --comments for files of another, or accept what "
            "differs with --allow-drift.",
        )  # fmt: skip
    issues = [summary(label, "W_DRIFT", "warning", what, column) for label, column, what in found]
    frames = []
    for _, cells in parts:
        blank = {c: pd.Series("", index=cells.index, dtype="str") for c in columns if c not in cells.columns}
        frames.append(cells.assign(**blank)[columns])
    return frames, issues


def _appearing(parts: Sequence[tuple[str, pd.DataFrame]], columns: list[str]) -> list[tuple[str, str, str]]:
    """A line wherever a column is in a file and was not in the one before, or the other way round."""
    found = []
    for (_, before), (label, cells) in pairwise(parts):
        for column in columns:
            was, now = column in before.columns, column in cells.columns
            if was != now:
                found.append((label, column, "appears" if now else "is missing"))
    return found


def _changing(parts: Sequence[tuple[str, pd.DataFrame]], columns: list[str]) -> list[tuple[str, str, str]]:
    """A line wherever a column of numbers or dates holds something else in a later file, or turns into it."""
    found = []
    for column in columns:
        before: tuple[str, str] | None = None
        for label, cells in parts:
            kind = kind_of(cells[column]) if column in cells.columns else None
            if kind is None:
                continue
            if before and kind != before[0]:
                found.append((label, column, f"holds {kind}, in {before[1]} {before[0]}"))
            before = kind, label
    return found


def kind_of(cells: pd.Series) -> str | None:
    """``numbers``, ``dates`` or ``text``, by 19 of 20 filled cells; None where they are few or mixed.

    >>> import pandas as pd
    >>> [kind_of(pd.Series(c)) for c in (["9", "10"] * 5, ["2026-01-05"] * 9, ["so slow"] * 9, ["9"])]
    ['numbers', 'dates', 'text', None]
    """
    sample = cells.head(_SAMPLE)
    filled = stripped(sample[~is_missing(sample)])
    if len(filled) < _ENOUGH:
        return None
    fits = {name: filled.str.fullmatch(pattern).mean() for name, pattern in _KINDS}
    sure = [name for name, share in fits.items() if share >= 0.95]
    return sure[0] if sure else "text" if max(fits.values()) <= 0.05 else None
