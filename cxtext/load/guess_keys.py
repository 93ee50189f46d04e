"""Ids, respondents and the keys of further files, where they are not declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.config import Config
from cxtext.errors import ColumnError, CxtextError
from cxtext.load import roles
from cxtext.load.columns import find_column
from cxtext.load.draft import Draft, Files
from cxtext.load.records import Records
from cxtext.load.roles import best

if TYPE_CHECKING:
    import pandas as pd


def guess_id_and_respondent(draft: Draft) -> None:
    """The response's id and who answered, by header and uniqueness."""
    config = draft.config
    if config.id is None:
        found = roles.id_candidates(draft.cells[draft.open_columns()])
        if draft.files.comments:
            shared = set(draft.files.comments[1].cells.columns)
            found = [c for c in found if c.column in shared]
        taken = (config.respondent, *(s.column for s in config.score))
        found = best([c for c in found if c.column not in taken])
        if len(found) == 1:
            draft.choose("id", found[0])
        elif draft.files.comments:
            _ask_for_id(draft, *draft.files.comments)
        elif found:
            names = ", ".join(c.column for c in found)
            draft.note("N_ID", "", f"{names} could each be the id; rows are told apart by row number")
    if config.respondent is None:
        found = best(
            [
                c
                for c in roles.respondent_candidates(draft.cells[draft.open_columns()])
                if c.column != draft.config.id
            ]
        )
        if len(found) == 1:
            draft.choose("respondent", found[0])
            draft.note("N_RESPONDENT", found[0].column, f"{found[0].column} is taken as who answered")


def settle_keys(draft: Draft) -> None:
    """The key of every further file."""
    if draft.files.comments and draft.config.id:
        label, other = draft.files.comments
        key = find_column(draft.config.id, other.cells.columns, "--id", label)
        draft.role[label, key] = ("key", "joins the responses' id")
    for label, other in draft.files.joins:
        try:
            key = join_key(draft.config, draft.files, label, other)
        except CxtextError as error:
            draft.questions.append(error)
            continue
        draft.role[label, key] = ("key", "joins the responses")


def join_key(config: Config, files: Files, label: str, other: Records) -> str:
    """The id column if the file has it, else the respondent column, else the one column in both."""
    for column in (config.id, config.respondent):
        if column is not None and column in other.cells.columns:
            return column
    shared = [c for c in files.inputs.cells.columns if c in other.cells.columns]
    if len(shared) == 1 and config.id is None and config.respondent is None:
        return shared[0]
    raise ColumnError(
        f"Which column joins {label} to the responses?", where=label,
        found=f"its columns: {', '.join(other.cells.columns[:12])}; "
        f"in both files: {', '.join(shared) or 'none'}",
        do=f'Give --id "{shared[0]}" or --respondent "{shared[0]}".' if shared else
        "Give the key the same column name in both files.",
    )  # fmt: skip


def _ask_for_id(draft: Draft, label: str, other: Records) -> None:
    shared = [c for c in draft.cells.columns if c in other.cells.columns]
    seen = [f"{c} ({_repeats(draft.cells[c])})" for c in shared]
    draft.questions.append(
        ColumnError(
            f"Which column says to which response a row of {label} belongs?",
            where="--id",
            found=f"columns in both files: {', '.join(seen) or 'none'}",
            do=f'Give --id "{shared[0]}".'
            if shared
            else "Give a comments file that carries the responses' id.",
        )
    )


def _repeats(cells: pd.Series) -> str:
    n = int(cells.duplicated().sum())
    return f"{n:,} rows repeat a value" if n else "never repeats"
