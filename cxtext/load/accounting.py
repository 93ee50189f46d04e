"""Where every row went: kept + dropped + rejected = rows read, per file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def per_file(origin: pd.DataFrame) -> dict[str, int]:
    """Rows of each file; a response that stands in several (``rows``) counts as these."""
    if "rows" in origin:
        counts = origin.groupby("file", sort=False, observed=True)["rows"].sum()
    else:
        counts = origin["file"].value_counts(sort=False)
    return {str(file): int(n) for file, n in counts.items() if n}


def account(
    read: dict[str, int], kept: dict[str, int], dropped: dict[str, dict[str, int]],
    rejected: dict[str, dict[str, int]] | None = None,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """The accounts of each file; ``dropped`` and ``rejected`` map a reason code to rows per file.

    >>> account({"a": 3}, {"a": 2}, {"D_DUP_ROW": {"a": 1}})
    {'a': {'rows_read': 3, 'kept': 2, 'dropped': {'D_DUP_ROW': 1}, 'rejected': {}}}
    """
    accounts = {}
    for file, n in read.items():
        gone = {code: files[file] for code, files in dropped.items() if files.get(file)}
        refused = {code: files[file] for code, files in (rejected or {}).items() if files.get(file)}
        if n != kept.get(file, 0) + sum(gone.values()) + sum(refused.values()):
            raise AssertionError(f"{file}: {n} rows read, but {kept.get(file, 0)} kept, {gone}, {refused}")
        accounts[file] = {"rows_read": n, "kept": kept.get(file, 0), "dropped": gone, "rejected": refused}
    return accounts


def counts_text(counts: dict[str, Any]) -> str:
    """The accounts of a load for people: every file, both sides of every join, and what came of it.

    >>> files = account({"a.csv": 3}, {"a.csv": 2}, {"D_DUP_ROW": {"a.csv": 1}})
    >>> print(counts_text({"files": files, "joins": {}, "responses": 2, "respondents": 2, "scores": 2,
    ...                    "comments": 1, "responses_with_comment": 1, "responses_without_comment": 1}))
    a.csv: 3 rows = 2 kept + 1 dropped (1 D_DUP_ROW) + 0 rejected
    2 responses of 2 respondents = 1 with comment + 1 without; 2 scores, 1 comments
    """
    lines = []
    for file, a in counts["files"].items():
        gone = " + ".join(_gone(what, a[what]) for what in ("dropped", "rejected"))
        lines.append(f"{file}: {a['rows_read']:,} rows = {a['kept']:,} kept + {gone}")
    for file, side in counts["joins"].items():
        if "responses" in side:
            r = side["responses"]
            lines.append(
                f"{file} by {side['key']}: {r['rows']:,} responses = {r['matched']:,} matched "
                f"+ {r['unmatched']:,} unmatched"
            )
        elif "customers" in side:
            c, r = side["customers"], side["respondents"]
            lines.append(
                f"{file} by {side['key']}: {c['total']:,} customers = {c['matched']:,} matched "
                f"+ {c['unmatched']:,} unmatched; {r['total']:,} respondents = {r['matched']:,} matched "
                f"+ {r['unmatched']:,} unmatched"
            )
        else:
            lines.append(
                f"{file} by {side['key']}: {side['rows']:,} rows = {side['attached']:,} attached "
                f"+ {side['of_responses_left_out']:,} of responses left out + {side['orphans']:,} orphans "
                f"+ {side['without_key']:,} without a key"
            )
    lines.append(
        f"{counts['responses']:,} responses of {counts['respondents']:,} respondents = "
        f"{counts['responses_with_comment']:,} with comment + "
        f"{counts['responses_without_comment']:,} without; "
        f"{counts['scores']:,} scores, {counts['comments']:,} comments"
    )
    return "\n".join(lines)


def _gone(what: str, codes: dict[str, int]) -> str:
    listed = ", ".join(f"{n:,} {code}" for code, n in codes.items())
    return f"{sum(codes.values()):,} {what}" + (f" ({listed})" if listed else "")
