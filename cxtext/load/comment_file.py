"""The comments of a file of their own: any number of rows for a response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.config import Config
from cxtext.errors import JoinError
from cxtext.load.accounting import account
from cxtext.load.comment_rows import comment_rows
from cxtext.load.conflicts import compare_files
from cxtext.load.issues import Issue
from cxtext.load.join import match_comments
from cxtext.load.keys import clean_keys, shown
from cxtext.load.records import is_in

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.load.records import Records


class Owned(NamedTuple):
    """For every row of the comments file the id that it belongs to, '' for none; counts; what was noticed.

    ``left_out`` says for reason codes which rows belong to none.
    """

    owner: pd.Series
    counts: dict[str, Any]
    issues: list[Issue]
    left_out: dict[str, pd.Series]


def find_owners(config: Config, everything: Records, label: str, other: Records) -> Owned:
    """Matches the file with all rows of the inputs, also those that ``--where`` leaves out.

    With ``--max-rows`` most of the file may belong to responses that were not read: then nothing is refused.
    """
    import pandas as pd

    if config.id is None:
        raise AssertionError("a comments file without an id column is a question, not a load")
    ids = clean_keys(everything.cells[config.id])
    _refuse_shared_ids(config, ids, everything, label)
    match = match_comments(ids, other, config.id, label, config.match, check_share=config.max_rows is None)
    issues = match.issues + compare_files(config, everything, other, match.place, label)
    names = ids
    if config.identity == "file":
        names = everything.origin["file"].astype("str") + "|" + ids
    owner = names.take(match.place.clip(min=0)).reset_index(drop=True)
    owner = owner.where(pd.Series(match.place >= 0), "").astype("str")
    return Owned(owner, match.counts, issues, match.left_out)


def _refuse_shared_ids(config: Config, ids: pd.Series, everything: Records, label: str) -> None:
    """With ``--identity file`` an id may stand for several responses; a comment names only the id."""
    if config.identity != "file":
        return
    files = everything.origin["file"].astype("str")
    pairs = files[ids != ""].to_frame("file").assign(id=ids[ids != ""]).drop_duplicates()
    twice = pairs["id"][pairs["id"].duplicated()].drop_duplicates()
    if len(twice):
        raise JoinError(
            f"{len(twice):,} ids stand in several inputs: to which does a row of {label} belong?",
            where=f"{label}, column {config.id!r}", found=shown(twice),
            do="Load each input with its own comments.",
        )  # fmt: skip


def rows_of_file(
    owned: Owned, response_ids: pd.Series, label: str, other: Records, questions: list[str], read: int
) -> tuple[pd.DataFrame, dict[str, Any], dict[str, Any]]:
    """Comment rows, counts and accounts, once it is known which responses stay."""
    mine = is_in(owned.owner, response_ids) & (owned.owner != "")
    rows = comment_rows(other.cells[mine], owned.owner[mine], questions)
    attached = int(mine.sum())
    left_out = owned.counts["attached"] - attached
    counts = {**owned.counts, "attached": attached, "of_responses_left_out": left_out}
    accounts = account(
        {label: read},
        {label: attached},
        {"D_BLANK_ROW": {label: read - counts["rows"]}, "D_WHERE": {label: left_out}},
        {"O_ORPHAN_COMMENT": {label: counts["orphans"]}, "E_EMPTY_ID": {label: counts["without_key"]}},
    )
    return rows, counts, accounts
