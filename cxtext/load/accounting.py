"""Where every row went: kept + dropped + rejected = rows read, per file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def per_file(origin: pd.DataFrame) -> dict[str, int]:
    """Rows of each file."""
    counts = origin["file"].astype("str").value_counts(sort=False)
    return {str(file): int(n) for file, n in counts.items()}


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
