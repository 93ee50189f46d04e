"""Bringing another file to the responses: attributes (one row a key) and comments (any number a key)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.errors import JoinError
from cxtext.load.issues import Issue, examples, summary
from cxtext.load.keys import clean_keys, likely_cause, merged_keys, normalise, shown
from cxtext.load.records import first_place, is_in

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cxtext.load.records import Records


class Matched(NamedTuple):
    """For every row on one side the row on the other, -1 where there is none; and what was seen.

    ``left_out`` says for reason codes which rows of the file join nothing.
    """

    place: np.ndarray
    issues: list[Issue]
    counts: dict[str, Any]
    left_out: dict[str, pd.Series]


def match_attributes(
    response_keys: pd.Series, other: Records, key: str, label: str, match: str, columns: list[str],
    clear: list[str],
) -> Matched:  # fmt: skip
    """The first row of ``other`` for every response.

    Raises JoinError when under half of the responses' distinct keys are in the file. Several rows of one key
    that differ in ``columns`` are reported; the first is taken. Where the responses repeat that key too, rows
    that differ in the columns ``clear`` are a JoinError.
    """
    import pandas as pd

    keys = clean_keys(other.cells[key])
    issues, ours, theirs = _normalised(response_keys, keys, label, match, refuse_merging=match == "float-id")
    wanted = pd.Series(ours[ours != ""].unique(), dtype="str")
    n_found = int(is_in(wanted, theirs).sum())
    if len(wanted) and n_found < 0.5 * len(wanted):
        raise _too_few(
            f"Only {n_found:,} of {len(wanted):,} keys of the responses are found in {label}.",
            keys, response_keys, label, key,
        )  # fmt: skip
    filled = theirs != ""
    first = filled & ~theirs.duplicated()
    place = first_place(ours, theirs)
    place[(ours == "").to_numpy()] = -1
    used = first & is_in(theirs, wanted)
    _refuse_many_to_many(other, ours, theirs, label, key, clear)
    issues += _empty_keys(other, ~filled, label, key)
    issues += _conflicts(other, theirs, wanted, label, columns)
    n_rows, n_attached = len(place), int((place >= 0).sum())
    counts: dict[str, Any] = {
        "key": key,
        "responses": {"rows": n_rows, "matched": n_attached, "unmatched": n_rows - n_attached},
        "file": {
            "rows": len(keys), "used": int(used.sum()), "without_key": int((~filled).sum()),
            "further_rows_of_a_key": int((filled & ~first).sum()),
            "key_not_in_use": int((first & ~used).sum()),
        },
    }  # fmt: skip
    return Matched(place, issues, counts, {"D_FURTHER_ROW": filled & ~first, "E_EMPTY_ID": ~filled})


def match_comments(
    response_keys: pd.Series, other: Records, key: str, label: str, match: str, *, check_share: bool = True
) -> Matched:
    """The response (position of its first row) of every row of the comments file; orphans have -1.

    Raises JoinError when under half of the file's filled keys are among the responses, or when the match
    makes two different response ids equal.
    """
    import pandas as pd

    keys = clean_keys(other.cells[key])
    issues, ours, theirs = _normalised(response_keys, keys, label, match, refuse_merging=True)
    filled = theirs != ""
    place = first_place(theirs, ours)
    place[(~filled).to_numpy()] = -1
    found = pd.Series(place >= 0, index=theirs.index)
    if check_share and filled.any() and found.sum() < 0.5 * filled.sum():
        raise _too_few(
            f"Only {found.sum():,} of {len(keys):,} rows of {label} match a response "
            f"({filled.sum():,} rows have a key).",
            keys, response_keys, label, key,
        )  # fmt: skip
    orphans = filled & ~found
    if orphans.any():
        text = f"{orphans.sum():,} rows name a response that is not there"
        issues.append(summary(label, "O_ORPHAN_COMMENT", "warning", text, key, "rejected"))
        issues += examples(
            other.origin[orphans], "O_ORPHAN_COMMENT", "warning", "rejected", key, keys[orphans]
        )
    issues += _empty_keys(other, ~filled, label, key)
    counts = {
        "key": key, "rows": len(keys), "attached": int(found.sum()), "orphans": int(orphans.sum()),
        "without_key": int((~filled).sum()),
    }  # fmt: skip
    return Matched(place, issues, counts, {"O_ORPHAN_COMMENT": orphans, "E_EMPTY_ID": ~filled})


def _normalised(
    response_keys: pd.Series, keys: pd.Series, label: str, match: str, *, refuse_merging: bool
) -> tuple[list[Issue], pd.Series, pd.Series]:
    if match == "exact":
        return [], response_keys, keys
    merged = merged_keys(response_keys, match)
    if merged and refuse_merging:
        raise JoinError(
            f"--match {match} makes different response keys equal.", where=label,
            found="; ".join(f"{a} and {b}" for a, b in merged[:3]) + f" ({len(merged):,} in all)",
            do="Export the ids again as text and leave --match out.",
        )  # fmt: skip
    text = (
        f"--match {match} made {len(merged):,} keys of the responses and "
        f"{len(merged_keys(keys, match)):,} keys of this file equal to another"
    )
    return (
        [summary(label, "N_MATCH", "note", text)],
        normalise(response_keys, match),
        normalise(keys, match),
    )


def _too_few(what: str, theirs: pd.Series, ours: pd.Series, label: str, key: str) -> JoinError:
    theirs, ours = (keys[keys != ""].drop_duplicates().reset_index(drop=True) for keys in (theirs, ours))
    cause, do = likely_cause(theirs, ours, label)
    missing_theirs = theirs[~is_in(theirs, ours)]
    missing_ours = ours[~is_in(ours, theirs)]
    return JoinError(
        what, where=f"{label}, column {key!r}",
        found=f"{shown(missing_theirs)} in {label}; {shown(missing_ours)} in the responses. "
        f"Likely cause: {cause}.",
        do=do,
    )  # fmt: skip


def _refuse_many_to_many(
    other: Records, ours: pd.Series, theirs: pd.Series, label: str, key: str, columns: list[str]
) -> None:
    """JoinError where a key repeats on both sides and the file's rows differ: which would go with which?"""
    again = (theirs != "") & theirs.duplicated(keep=False)
    if not again.any():
        return
    pairs = other.cells.loc[again, columns].assign(**{"": theirs[again]}).drop_duplicates()
    differing = pairs[""][pairs[""].duplicated()].drop_duplicates()
    repeated = ours[(ours != "") & ours.duplicated()].drop_duplicates()
    both = differing[is_in(differing, repeated)]
    if both.empty:
        return
    n = [f"{shown(both[both == k])} ({(ours == k).sum()} responses, {(theirs == k).sum()} rows of {label})"
         for k in both.head(3)]  # fmt: skip
    raise JoinError(
        f"{len(both):,} keys repeat on both sides, and their rows in {label} differ.",
        where=f"{label}, column {key!r}", found="; ".join(n),
        do="Give a file with one row a key, or join it by the response's id.",
    )  # fmt: skip


def _empty_keys(other: Records, empty: pd.Series, label: str, key: str) -> list[Issue]:
    if not empty.any():
        return []
    text = f"{empty.sum():,} rows without a key join nothing"
    return [
        summary(label, "E_EMPTY_ID", "warning", text, key, "rejected"),
        *examples(other.origin[empty], "E_EMPTY_ID", "warning", "rejected", key),
    ]


def _conflicts(
    other: Records, keys: pd.Series, used: pd.Series, label: str, columns: list[str]
) -> list[Issue]:
    """A warning for every column in which rows of one key differ."""
    again = (keys != "") & keys.duplicated(keep=False)
    issues = []
    for column in columns if again.any() else []:
        pairs = other.cells.loc[again, [column]].assign(key=keys[again]).drop_duplicates()
        several = pairs["key"][pairs["key"].duplicated()].drop_duplicates()
        if len(several):
            in_use = is_in(several, used).sum()
            text = (
                f"{len(several):,} keys have several values ({in_use:,} of them in use): the first is taken"
            )
            issues.append(summary(label, "W_JOIN_CONFLICT", "warning", text, column))
    return issues
