"""Rows that are no answers: previews, tests, spam, unfinished ones. Left out, and counted by reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxtext.errors import InputError
from cxtext.load.accounting import per_file
from cxtext.load.issues import Issue, examples, summary
from cxtext.load.records import Records

if TYPE_CHECKING:
    import pandas as pd

LEFT_OUT = {
    "preview": "D_PREVIEW",
    "test": "D_TEST",
    "spam": "D_SPAM",
    "excluded": "D_EXCLUDED",
    "in_progress": "D_IN_PROGRESS",
    "unrated": "D_UNRATED",
    "staff": "D_STAFF_TEXT",
    "header": "D_HEADER_ROW",
}
_WHAT = {
    "preview": "previews of the survey",
    "test": "test rows",
    "spam": "marked as spam",
    "excluded": "excluded from calculations on the platform",
    "in_progress": "not finished",
    "unrated": "asked and not rated",
    "staff": "written by staff or a bot",
    "header": "the header again",
}


def why_left_out(records: Records, keep: Iterable[str] = ()) -> tuple[pd.Series, list[Issue]]:
    """The reason code of every row, '' for rows that count, and what is said about them."""
    import pandas as pd

    reasons = pd.Series("", index=records.cells.index, dtype="str")
    if "status" not in records.origin:
        return reasons, []
    issues = []
    status = records.origin["status"].astype("str")
    for kind, code in LEFT_OUT.items():
        rows = status == kind
        if kind in keep or not rows.any():
            continue
        reasons[rows] = code
        found = records.origin[rows]
        can = "" if kind == "header" else f"; --keep-status {kind} keeps them"
        issues += [
            summary(file, code, "note", f"{n:,} rows: {_WHAT[kind]}{can}", action="dropped")
            for file, n in per_file(found).items()
            if n
        ]
        issues += examples(found, code, "note", "dropped")
    return reasons, issues


def keep_live(records: Records, keep: Iterable[str] = ()) -> tuple[Records, pd.Series, list[Issue]]:
    """The rows that count, the reason of every other, and what is said. InputError where none is left."""
    reasons, issues = why_left_out(records, keep)
    if len(reasons) and (reasons != "").all():
        counts = reasons.value_counts()
        raise InputError(
            "No row counts: all are previews, tests or not finished.",
            where=", ".join(per_file(records.origin)),
            found=", ".join(f"{n:,} {code}" for code, n in counts.items()),
            do="Give a file with answers in it, or keep such rows with --keep-status test (preview, ...).",
        )  # fmt: skip
    return (records.only(reasons == ""), reasons, issues) if (reasons != "").any() else (
        records, reasons, issues
    )  # fmt: skip
