"""One response in two files: where they contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.config import Config
from cxtext.errors import CxtextError, JoinError
from cxtext.load.dates import read_dates, split_order
from cxtext.load.issues import Issue, mask, summary
from cxtext.load.records import nfc, stripped
from cxtext.load.score_values import read_codes

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cxtext.load.records import Records


def compare_files(
    config: Config, ours: Records, theirs: Records, place: np.ndarray, label: str
) -> list[Issue]:
    """What rows of ``theirs`` say otherwise than the responses that they belong to.

    ``place`` is the position of each row's response in ``ours``, -1 for none. Differing segments and dates
    are reported, the responses count; a score that differs is a JoinError: one of the files is wrong.
    ``config.conflict`` may turn either into the other.
    """
    matched = place >= 0
    shared = [c for c in theirs.cells.columns if c in ours.cells.columns]
    if not matched.any() or not shared:
        return []
    mine = ours.cells[shared].take(place[matched]).reset_index(drop=True)
    other = theirs.cells.loc[matched, shared].reset_index(drop=True)
    rows = theirs.origin[matched].reset_index(drop=True)
    issues = [
        _differing_scores(score.column, config, mine, other, rows, label)
        for score in config.score
        if score.column in shared
    ]
    strict = config.conflict.get("segment") == "error"
    issues += [_differing_texts(c, mine[c], other[c], label, strict) for c in config.segment if c in shared]
    if config.date is not None:
        name, order = (config.date, None) if config.date in shared else split_order(config.date)
        if name in shared:
            issues.append(_differing_dates(name, order, mine[name], other[name], label))
    return [issue for issue in issues if issue]


def _differing_scores(
    column: str, config: Config, ours: pd.DataFrame, theirs: pd.DataFrame, rows: pd.DataFrame, label: str
) -> Issue | None:
    missing = config.missing.get(column, ())
    here, there = read_codes(ours[column], missing).value, read_codes(theirs[column], missing).value
    differs = (here == here) & (there == there) & (here != there)
    if not differs.any():
        return None
    if config.conflict.get("score") == "prefer-responses":
        text = f"{differs.sum():,} rows give another score than their response: the responses' score is taken"
        return summary(label, "C_SCORE", "warning", text, column)
    seen = zip(rows["row"][differs], here[differs], there[differs], strict=True)
    examples = [f"row {row}: {a:g} in the responses, {b:g} here" for row, a, b in list(seen)[:3]]
    raise JoinError(
        f"{differs.sum():,} rows of {label} give another score than their response (C_SCORE).",
        where=f"{label}, column {column!r}", found="; ".join(examples),
        do="Find out which file is right and mend the other; --conflict score=prefer-responses takes the "
        "responses' scores.",
    )  # fmt: skip


def _differing_texts(
    column: str, ours: pd.Series, theirs: pd.Series, label: str, strict: bool
) -> Issue | None:
    here, there = stripped(nfc(ours)), stripped(nfc(theirs))
    differs = (here != "") & (there != "") & (here != there)
    if not differs.any():
        return None
    example = f"{mask(here[differs].iloc[0])} against {mask(there[differs].iloc[0])}"
    if strict:
        raise JoinError(
            f"{differs.sum():,} rows of {label} give another {column} than their response.",
            where=f"{label}, column {column!r}", found=example,
            do="Mend one of the files; without --conflict segment=error the responses' value is taken.",
        )  # fmt: skip
    text = f"{differs.sum():,} rows differ from their response ({example}): the responses' value is taken"
    return summary(label, "W_JOIN_CONFLICT", "warning", text, column)


def _differing_dates(
    column: str, order: str | None, ours: pd.Series, theirs: pd.Series, label: str
) -> Issue | None:
    try:
        here, there = (read_dates(cells, column, order, label).values for cells in (ours, theirs))
    except CxtextError:
        return None  # the date that counts is the responses', and it was read
    hours = (here - there).abs().dt.total_seconds() / 3600
    some, more = int((hours > 0).sum()), int((hours > 24).sum())
    if not some:
        return None
    text = (
        f"{some:,} rows have another date than their response, {more:,} of them by more than 24 hours: "
        "the responses' date is taken"
    )
    return summary(label, "N_DATE_DIFFERS", "warning" if more else "note", text, column)
