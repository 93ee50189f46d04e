"""Columns that only a joined file has, brought to every response row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.config import Config
from cxtext.load.accounting import account
from cxtext.load.conflicts import compare_files
from cxtext.load.draft import Files, date_of
from cxtext.load.guess_keys import join_key
from cxtext.load.issues import Issue, summary
from cxtext.load.join import match_attributes
from cxtext.load.keys import clean_keys
from cxtext.load.left_out import LeftOut
from cxtext.load.records import Records

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


class Attributes(NamedTuple):
    """Cells by column name, one per response row; counts and accounts by file; what was noticed, left out."""

    cells: dict[str, pd.Series]
    counts: dict[str, Any]
    accounts: dict[str, Any]
    issues: list[Issue]
    left_out: list[LeftOut]


def join_attributes(
    config: Config, files: Files, rows_read: dict[str, int], asked: frozenset[str]
) -> Attributes:
    """The columns that roles need. Of several files with one column the first wins, and this is said.

    Where a key repeats on both sides and its rows differ, a segment that was ``asked`` for stops; one that
    was only guessed takes the first row with a warning.
    """
    import pandas as pd

    wanted = _wanted(config, files)
    mine = files.inputs.cells
    done = Attributes({}, {}, {}, [], [])
    for label, other in files.joins:
        key = join_key(config, files, label, other)
        columns = [c for c in other.cells.columns if c != key]
        taken = [c for c in columns if c in wanted]
        clear = [c for c in taken if c in asked]
        match = match_attributes(clean_keys(mine[key]), other, key, label, config.match, columns, clear)
        done.issues.extend(match.issues)
        if key == config.id:  # what is known of a customer may well differ from one of his answers
            done.issues.extend(_compare(config, files.inputs, other, match.place, label))
        done.left_out.append(LeftOut(label, other, match.left_out))
        done.counts[label] = match.counts
        done.accounts.update(_account(label, rows_read[label], match.counts["file"]))
        for column in taken:
            if column in mine.columns or column in done.cells:
                text = "the column is in an earlier file too, and is taken from there"
                done.issues.append(summary(label, "N_JOIN_COLUMN", "note", text, column))
                continue
            cells = other.cells[column].take(match.place.clip(min=0)).reset_index(drop=True)
            done.cells[column] = cells.where(pd.Series(match.place >= 0), "").set_axis(mine.index)
    return done


def _compare(config: Config, inputs: Records, other: Records, place: np.ndarray, label: str) -> list[Issue]:
    """The file's rows against their responses, where both hold a column; ``place`` is a response's row."""
    import numpy as np

    if not set(other.cells.columns) & set(inputs.cells.columns):
        return []
    matched = np.flatnonzero(place >= 0)
    rows = Records(other.cells.take(place[matched]), other.origin.take(place[matched]))
    rows = Records(rows.cells.reset_index(drop=True), rows.origin.reset_index(drop=True))
    return compare_files(config, inputs, rows, matched, label)


def _wanted(config: Config, files: Files) -> set[str]:
    names = {*config.segment, config.channel, config.weight}
    if config.date:
        names.add(date_of(config.date, [c for _, other in files.joins for c in other.cells.columns])[0])
    return {name for name in names if name is not None}


def _account(label: str, read: int, counts: dict[str, int]) -> dict[str, Any]:
    return account(
        {label: read},
        {label: counts["used"]},
        {
            "D_BLANK_ROW": {label: read - counts["rows"]},
            "D_KEY_NOT_IN_USE": {label: counts["key_not_in_use"]},
            "D_FURTHER_ROW": {label: counts["further_rows_of_a_key"]},
        },
        {"E_EMPTY_ID": {label: counts["without_key"]}},
    )
