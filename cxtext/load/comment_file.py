"""The comments of a file of their own: any number of rows for a response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.config import Config
from cxtext.errors import JoinError
from cxtext.load.accounting import account
from cxtext.load.comment_rows import comment_rows
from cxtext.load.conflicts import compare_files
from cxtext.load.issues import Issue, summary
from cxtext.load.join import match_comments
from cxtext.load.keys import clean_keys, shown
from cxtext.load.records import is_in

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.load.records import Records


class Owned(NamedTuple):
    """For every row of the comments file the id that it belongs to, '' for none; why that response was left
    out, '' where it was not by its status; counts; what was noticed.

    ``left_out`` says for reason codes which rows belong to none.
    """

    owner: pd.Series
    gone: pd.Series
    counts: dict[str, Any]
    issues: list[Issue]
    left_out: dict[str, pd.Series]


def find_owners(
    config: Config, everything: Records, left_out: pd.Series, label: str, other: Records
) -> Owned:
    """Matches the file with all rows of the inputs, also those that ``--where`` leaves out or their status
    (``left_out`` holds the reasons). JoinError for orphans where ``--unmatched-right error`` is given.

    With ``--max-rows`` most of the file may belong to responses that were not read: then nothing is refused.
    """
    import pandas as pd

    if config.id is None:
        raise AssertionError("a comments file without an id column is a question, not a load")
    ids = clean_keys(everything.cells[config.id])
    _refuse_shared_ids(config, ids, everything, label)
    match = match_comments(ids, other, config.id, label, config.match, check_share=config.max_rows is None)
    orphans = match.left_out["O_ORPHAN_COMMENT"]
    if config.unmatched_right == "error" and config.max_rows is None and orphans.any():
        raise JoinError(
            f"{orphans.sum():,} rows of {label} name a response that is not there.",
            where=f"{label}, column {config.id!r}, {other.place(orphans)}",
            found=shown(clean_keys(other.cells[config.id][orphans]).drop_duplicates()),
            do="Give the missing responses; without --unmatched-right error such rows go to orphans.csv.",
        )  # fmt: skip
    issues = match.issues + compare_files(config, everything, other, match.place, label)
    names = ids
    if config.identity == "file":
        names = everything.origin["file"].astype("str") + "|" + ids
    owner = names.take(match.place.clip(min=0)).reset_index(drop=True)
    owner = owner.where(pd.Series(match.place >= 0), "").astype("str")
    gone = left_out.take(match.place.clip(min=0)).reset_index(drop=True)
    gone = gone.where(pd.Series(match.place >= 0), "").astype("str")
    listed = {
        code: rows for code, rows in match.left_out.items()
        if code != "O_ORPHAN_COMMENT" or config.unmatched_right != "drop"
    }  # fmt: skip
    return Owned(owner, gone, match.counts, issues, listed)


def without_row(config: Config, ids: pd.Series, owned: Owned, label: str) -> tuple[pd.Series, list[Issue]]:
    """True for responses that the comments file does not have; JoinError with ``--unmatched-left error``."""
    import pandas as pd

    if config.unmatched_left == "report":
        return pd.Series(False, index=ids.index), []
    missing = ~is_in(ids, owned.owner[owned.owner != ""])
    if not missing.any():
        return missing, []
    if config.unmatched_left == "error":
        raise JoinError(
            f"{missing.sum():,} responses have no row in {label}.", where=f"{label}, column {config.id!r}",
            found=shown(ids[missing & (ids != "")]),
            do="Give the missing rows; without --unmatched-left error such responses count, without comment.",
        )  # fmt: skip
    text = f"{missing.sum():,} responses have no row in {label} and are left out (--unmatched-left drop)"
    return missing, [summary(label, "O_NO_COMMENT", "note", text, config.id, "dropped")]


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
    config: Config, owned: Owned, response_ids: pd.Series, label: str, other: Records, questions: list[str],
    read: int, status: pd.Series,
) -> tuple[pd.DataFrame, dict[str, Any], dict[str, Any]]:  # fmt: skip
    """Comment rows, counts and accounts, once it is known which responses stay.

    ``status`` holds the reasons of the file's own rows that do not count (previews ...), '' for others.
    """
    import pandas as pd

    mine = is_in(owned.owner, response_ids) & (owned.owner != "")
    rows = comment_rows(other.cells[mine], owned.owner[mine], questions)
    attached = int(mine.sum())
    counts = {
        **owned.counts, "attached": attached, "of_responses_left_out": owned.counts["attached"] - attached,
    }  # fmt: skip
    of_left_out = owned.gone[(owned.owner != "") & ~mine].replace("", "D_WHERE")
    reasons = pd.concat([status[status != ""], of_left_out]).value_counts()
    dropped = {"D_BLANK_ROW": {label: read - len(status)}}
    dropped |= {str(code): {label: int(n)} for code, n in reasons.items()}
    rejected = {"E_EMPTY_ID": {label: counts["without_key"]}}
    (dropped if config.unmatched_right == "drop" else rejected)["O_ORPHAN_COMMENT"] = {
        label: counts["orphans"]
    }
    return rows, counts, account({label: read}, {label: attached}, dropped, rejected)
