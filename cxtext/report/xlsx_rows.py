"""The sheets Comments, Data quality and About."""

from __future__ import annotations

import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from cxtext.errors import RunError
from cxtext.report.quality_facts import count_rows
from cxtext.report.words import Words
from cxtext.report.xlsx_metrics import READING
from cxtext.report.xlsx_sheet import MAX_ROWS, Book, Column, is_missing, set_widths

if TYPE_CHECKING:
    import pandas as pd

MAX_COLUMNS = 16_384
EXAMPLES = 3
_TITLES = {"polarity": "sentiment_polarity"}
_OWN = (
    "response_id",
    "comment_id",
    "respondent",
    "question_id",
    "text",
    "lang",
    "topics",
    "sentiment",
    "polarity",
)


def comments_sheets(book: Book, view: pd.DataFrame, words: Words, most: int = MAX_ROWS) -> None:
    """The analyst's own columns beside what was found; sheets of at most ``most`` rows."""
    if len(view.columns) > MAX_COLUMNS:
        raise RunError(
            f"A sheet holds {MAX_COLUMNS:,} columns at most.",
            where="report.xlsx",
            found=f"{len(view.columns):,} columns",
            do="Keep fewer columns beside the comments.",
        )
    columns = [_column(str(name), view.iloc[:, j], words) for j, name in enumerate(view.columns)]
    sample = [_record(row, view, words) for row in view.head(200).itertuples(index=False, name=None)]
    rows = (_record(row, view, words) for row in view.itertuples(index=False, name=None))
    title = words("xlsx.sheet.comments")
    for part in range(max(1, -(-len(view) // most))):
        name = words("xlsx.text.more_sheets", name=title, n=part + 1) if part else title
        sheet = book.sheet(name)
        set_widths(sheet, columns, sample)
        book.table(sheet, columns, islice(rows, most))


def _column(name: str, values: pd.Series, words: Words) -> Column:
    import pandas as pd

    title = words(f"xlsx.column.{_TITLES.get(name, name)}") if name in _OWN else name
    if name == "polarity":
        return Column(title, "ratio")
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return Column(title, "number")
    long = name == "text" or (len(values) > 0 and values.head(200).astype("str").str.len().max() > 40)
    return Column(title, "wrap" if long else "text")


def _record(row: tuple[Any, ...], view: pd.DataFrame, words: Words) -> list[Any]:
    named = {"lang": "lang", "sentiment": "topics"}
    return [
        words.name(named[str(name)], value) if name in named and isinstance(value, str) else _plain(value)
        for name, value in zip(view.columns, row, strict=True)
    ]


def _plain(value: Any) -> Any:
    """What a cell can hold: text, a number, a time or nothing; lists become text and truth values words."""
    if isinstance(value, list | tuple | dict | set):
        return str(value)
    if is_missing(value):
        return None
    if isinstance(value, str | datetime.datetime):
        return value
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def quality_sheet(
    book: Book, tables: dict[str, pd.DataFrame], findings: dict[str, Any], words: Words
) -> None:
    """Issues by code with counts and examples, then what became of the rows, then notes."""
    sheet = book.sheet(words("xlsx.sheet.quality"))
    names = ("code", "severity", "action", "column", "count", "examples")
    kinds = {"count": "count", "examples": "wrap"}
    columns = [Column(words(f"xlsx.column.{name}"), kinds.get(name, "text")) for name in names]
    issues = _issues(tables["issues"], words)
    accounting = _accounting(findings, words)
    set_widths(sheet, columns, issues)
    row = book.table(sheet, columns, issues)
    book.text(sheet, row + 1, 0, words("xlsx.title.accounting"), book.subtitle)
    two = [Column(words("xlsx.column.what"), "text"), Column(words("xlsx.column.count"), "count")]
    row = book.table(sheet, two, accounting, top=row + 2)
    if notes := findings.get("notes"):
        book.text(sheet, row + 1, 0, words("xlsx.title.notes"), book.subtitle)
        book.lines(sheet, row + 2, [_note(note) for note in notes])


def _note(note: Any) -> str:
    if isinstance(note, dict):
        return ": ".join(str(part) for part in (note.get("about"), note.get("text")) if part)
    return str(note)


def _issues(issues: pd.DataFrame, words: Words) -> list[list[Any]]:
    rank = {"error": 0, "warning": 1, "note": 2}
    keys = ["code", "severity", "action", "column"]
    groups = [(key, rows) for key, rows in issues.groupby(keys, dropna=False, sort=True)]
    groups.sort(key=lambda group: (rank.get(str(group[0][1]), 3), -len(group[1])))
    return [
        [
            code,
            words.name("severity", severity),
            words.name("action", action),
            column,
            len(rows),
            _examples(rows, words),
        ]
        for (code, severity, action, column), rows in groups
    ]


def _examples(rows: pd.DataFrame, words: Words) -> str:
    lines = []
    for issue in rows.head(EXAMPLES).to_dict("records"):
        key = "example" if issue["row"] > 0 else "example_file"
        excerpt = issue["excerpt"] if isinstance(issue["excerpt"], str) else "–"
        lines.append(words(f"xlsx.text.{key}", file=issue["file"], row=issue["row"], excerpt=excerpt))
    return "\n".join(lines)


def _accounting(findings: dict[str, Any], words: Words) -> list[list[Any]]:
    counts = (findings.get("quality") or {}).get("counts")
    rows = counts if counts is not None else count_rows(findings.get("counts") or {}, words)
    return [[row["label"], _plain(row["value"])] for row in rows]


def about_sheet(book: Book, findings: dict[str, Any], words: Words) -> None:
    """What was run, key by key, and how to read the figures."""
    sheet = book.sheet(words("xlsx.sheet.about"))
    columns = [Column(words("xlsx.column.key"), "text"), Column(words("xlsx.column.value"), "wrap")]
    # Four numbers with dots are an internet address to the scan, unless they say that they are a version.
    rows = [
        [key, f"v{value}" if key.startswith("versions.") else value]
        for key, value in _flat(findings.get("run") or {})
    ]
    set_widths(sheet, columns, rows)
    row = book.table(sheet, columns, rows)
    book.lines(sheet, row + 1, [words(f"xlsx.text.{key}") for key in READING])


def _flat(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Nested settings as dotted keys, in their order; lists are numbered from 1.

    >>> _flat({"a": {"b": [1, "x"]}, "c": None})
    [('a.b.1', 1), ('a.b.2', 'x')]
    """
    if isinstance(value, dict):
        pairs = [(str(k), v) for k, v in value.items()]
    elif isinstance(value, list | tuple):
        pairs = [(str(i), v) for i, v in enumerate(value, 1)]
    else:
        return [] if value is None else [(path, _plain(value))]
    return [pair for key, v in pairs for pair in _flat(v, f"{path}.{key}" if path else key)]
