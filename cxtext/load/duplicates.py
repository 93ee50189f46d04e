"""Rows that share a declared id: identical ones collapse, differing ones need a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import ColumnError, InputError
from cxtext.load.issues import Issue, examples, summary
from cxtext.load.keys import float_damage, shown
from cxtext.load.records import is_missing

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.load.records import Records


def without_duplicates(
    records: Records, ids: pd.Series, policy: str, times: pd.Series | None, id_column: str
) -> tuple[pd.Series, list[Issue]]:
    """Why each row goes (D_DUP_ROW, D_DUP_ID), '' for the rows to keep. Rows with a blank id are always kept.

    ``latest`` needs ``times``, ``most-complete`` counts filled cells; both refuse ties. ``first`` takes the
    first in file order; ``error`` raises InputError with examples.
    """
    import pandas as pd

    again = (ids != "") & ids.duplicated(keep=False)
    reasons = pd.Series("", index=ids.index, dtype="str")
    if not again.any():
        return reasons, []
    repeats = records.cells[again].duplicated()
    same = repeats.index[repeats]
    reasons[same] = "D_DUP_ROW"
    issues = _report(records, same, "D_DUP_ROW", "rows repeat another in every cell", id_column)
    rest = ids[again].drop(same)
    rest = rest[rest.duplicated(keep=False)]
    if rest.empty:
        return reasons, issues
    if policy == "error":
        raise _refusal(records, rest, id_column)
    chosen = _chosen(records, rest, policy, times, id_column)
    gone = rest.index.difference(chosen)
    reasons[gone] = "D_DUP_ID"
    return reasons, issues + _report(
        records, gone, "D_DUP_ID", f"rows share an id with a kept one (--on-duplicate {policy})", id_column
    )


def _chosen(
    records: Records, ids: pd.Series, policy: str, times: pd.Series | None, id_column: str
) -> pd.Index:
    if policy == "latest":
        return _latest(ids, times, id_column)
    if policy == "most-complete":
        filled = (~records.cells.loc[ids.index].apply(is_missing)).sum(axis=1)
        return _one_best(ids, filled, "most complete", id_column)
    return ids.index[~ids.duplicated()]


def _latest(ids: pd.Series, times: pd.Series | None, id_column: str) -> pd.Index:
    if times is None:
        raise ColumnError(
            "--on-duplicate latest needs to know when a response was given.", where=id_column,
            do="Name the date column with --date, or give --on-duplicate first.",
        )  # fmt: skip
    # A row without a date is never the latest, unless none of the id's rows has one: then all of them tie.
    return _one_best(ids, times[ids.index], "latest", id_column)


def _one_best(ids: pd.Series, rank: pd.Series, what: str, id_column: str) -> pd.Index:
    """The row of the highest rank of each id; InputError where several share it."""
    best = rank.groupby(ids).transform("max")
    tied = ids[(rank == best) | best.isna()]
    if tied.duplicated().any():
        twice = tied[tied.duplicated()].drop_duplicates()
        raise InputError(
            f"{len(twice):,} ids have several {what} rows that differ.", where=f"column {id_column!r}",
            found=shown(twice), do="Give --on-duplicate first, or remove the rows that do not count.",
        )  # fmt: skip
    return tied.index


def _report(records: Records, rows: pd.Index, code: str, what: str, column: str) -> list[Issue]:
    found = records.origin.loc[rows]
    counts = found["file"].astype("str").value_counts(sort=False)
    return [
        *(
            summary(str(file), code, "note", f"{n:,} {what}", column, "dropped")
            for file, n in counts.items()
            if n
        ),
        *examples(found, code, "note", "dropped", column),
    ]


def _refusal(records: Records, ids: pd.Series, id_column: str) -> InputError:
    repeated = ids[ids.duplicated()].drop_duplicates()
    places = []
    for key in repeated.iloc[:3]:
        rows = records.origin.loc[ids.index[ids == key]].head(3)
        where = " and ".join(f"{file} row {row}" for file, row in zip(rows["file"], rows["row"], strict=True))
        places.append(f"{shown(repeated[repeated == key])} in {where}")
    damage = float_damage(repeated)
    if running := _running_numbers(records, ids):
        damage = f"each file counts its own rows from 1 ({running})"
    return InputError(
        f"{len(repeated):,} ids stand in several rows that differ.", where=f"column {id_column!r}",
        found="; ".join(places) + (f". Likely cause: {damage}" if damage else ""),
        do=("If these are different responses, give --identity file. If they are the same, decide with "
            if records.origin.loc[ids.index, "file"].nunique() > 1 else "Decide with ")
        + "--on-duplicate latest (needs --date), most-complete or first; "
        "if the column names the customer, give it as --respondent and leave --id out.",
    )  # fmt: skip


def _running_numbers(records: Records, ids: pd.Series) -> str:
    """The files whose ids are 1, 2, 3 ...: forms that number their own responses."""
    files = records.origin["file"].astype("str")
    counted = [
        name for name, keys in files[ids.index].groupby(files[ids.index])
        if set(ids[keys.index]) <= {str(i) for i in range(1, int((files == name).sum()) + 1)}
    ]  # fmt: skip
    return ", ".join(counted) if len(counted) > 1 else ""
