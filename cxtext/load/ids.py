"""The id of every response: the declared one, or file name and row number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import ColumnError
from cxtext.load.issues import Issue, examples, summary
from cxtext.load.keys import clean_keys, looks_like_spreadsheet_date, looks_scientific, shown

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.load.records import Records

SPREADSHEET_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


def declared_ids(
    records: Records, column: str | None, match: str, label: str, identity: str = "global"
) -> tuple[pd.Series, list[Issue]]:
    """Clean ids, '' where blank or where there is no id column; with ``identity`` file as ``file|id``.

    Raises ColumnError for ids such as ``1.18E+11``: a float or a spreadsheet has cut them, and different
    responses may have become one. ``match`` float-id accepts that. What a spreadsheet writes for a formula
    that failed (``#N/A``) is no id either.
    """
    import pandas as pd

    if column is None:
        return pd.Series("", index=records.cells.index, dtype="str"), []
    ids = clean_keys(records.cells[column])
    scientific = looks_scientific(ids)
    if scientific.any() and match != "float-id":
        raise ColumnError(
            f"{scientific.sum():,} ids in {column!r} were cut by a float or a spreadsheet.",
            where=f"{label}, {records.place(scientific)}", found=shown(ids[scientific]),
            do="Export the ids again as text. To go on with what is left of them, give --match float-id.",
        )  # fmt: skip
    failed = ids.isin(SPREADSHEET_ERRORS)
    if failed.any():
        raise ColumnError(
            f"{failed.sum():,} ids in {column!r} are errors of a spreadsheet's formula.",
            where=f"{label}, {records.place(failed)}", found=shown(ids[failed].drop_duplicates()),
            do="Mend the formula and export again, or blank these cells.",
        )  # fmt: skip
    issues = _dates_for_ids(records, ids, column, label)
    blank = ids == ""
    if identity == "file":
        ids = (records.origin["file"].astype("str") + "|" + ids).where(~blank, "")
    if not blank.any():
        return ids, issues
    text = f"{blank.sum():,} rows have a blank id; they are told apart by row number and join nothing"
    return ids, [
        *issues,
        summary(label, "E_EMPTY_ID", "warning", text, column),
        *examples(records.origin[blank], "E_EMPTY_ID", "warning", "kept", column),
    ]


def _dates_for_ids(records: Records, ids: pd.Series, column: str, label: str) -> list[Issue]:
    """A warning for ids such as ``2-Jan``: they were 1-2 or 2-1 before a spreadsheet opened the file."""
    dates = looks_like_spreadsheet_date(ids)
    if not dates.any() or dates.mean() > 0.9:  # a column of dates is no damage
        return []
    text = f"{dates.sum():,} ids are dates that a spreadsheet made of them; they join nothing as they are"
    return [
        summary(label, "W_DATE_ID", "warning", text, column),
        *examples(records.origin[dates], "W_DATE_ID", "warning", "kept", column),
    ]


def cut_respondents(records: Records, column: str | None, label: str) -> list[Issue]:
    """A warning where respondents are shortened numbers: different people may have become one."""
    if column is None:
        return []
    keys = clean_keys(records.cells[column])
    scientific = looks_scientific(keys)
    if not scientific.any():
        return []
    text = (
        f"{scientific.sum():,} respondents were cut by a float or a spreadsheet; some may be several people"
    )
    return [
        summary(label, "E_SCI_ID", "warning", text, column),
        *examples(records.origin[scientific], "E_SCI_ID", "warning", "kept", column),
    ]


def response_ids(records: Records, ids: pd.Series) -> pd.Series:
    """The id of every row; ``file#row`` where there is none."""
    places = records.origin["file"].astype("str") + "#" + records.origin["row"].astype("str")
    return ids.where(ids != "", places).astype("str")
