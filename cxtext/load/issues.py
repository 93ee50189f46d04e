"""What was noticed in the files: masked, counted, with examples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from cxtext.tables import ISSUES, check, empty

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = 20


class Issue(NamedTuple):
    """One row of the issues table; row 0 speaks of the whole file."""

    file: str
    row: int
    code: str
    severity: str
    column: str | None = None
    excerpt: str | None = None
    action: str = "kept"


def mask(text: str) -> str:
    """The first character and the length: enough to find the cell again, not enough to read it.

    >>> mask("kim@example.com")
    'k… (15)'
    """
    text = str(text)
    return f"{text[:1]}… ({len(text)})" if text else ""


def summary(
    file: str, code: str, severity: str, text: str, column: str | None = None, action: str = "kept"
) -> Issue:
    """An issue of the whole file; ``text`` is a sentence of ours, never a cell."""
    return Issue(file, 0, code, severity, column, text, action)


def examples(
    origin: pd.DataFrame, code: str, severity: str, action: str,
    column: str | None = None, values: Iterable[str] | None = None,
) -> list[Issue]:  # fmt: skip
    """The first rows that an issue is about; ``origin`` has the columns file and row."""
    head = origin.head(EXAMPLES)
    cells = [None] * len(head) if values is None else [mask(v) for v in list(values)[: len(head)]]
    return [
        Issue(str(file), int(row), code, severity, column, cell, action)
        for file, row, cell in zip(head["file"], head["row"], cells, strict=True)
    ]


def issues_table(issues: Iterable[Issue]) -> pd.DataFrame:
    """The issues table, sorted, each place and code once."""
    import pandas as pd

    rows = list(dict.fromkeys(issues))
    if not rows:
        return empty(ISSUES)
    frame = pd.DataFrame(rows, columns=list(Issue._fields))
    key = list(ISSUES.key)
    frame = frame.drop_duplicates(key).sort_values(key, kind="stable", na_position="first")
    return check(ISSUES, frame)
