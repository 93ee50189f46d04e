"""What a dialect is: how sure it is that a file is its own, and how it reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.load.records import clean_name

if TYPE_CHECKING:
    import pyarrow as pa

SURE = 0.8
_HEAD = 200
_DATE = re.compile(r"\d{1,4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,4}")


class Raw:
    """A file as it was read: the first line, the columns below it, a JSON file's objects, SPSS's questions.

    ``kind`` is delimited, spreadsheet, parquet, json or spss.
    """

    def __init__(
        self, kind: str, header: list[str], columns: list, documents: list[dict[str, Any]] | None = None,
        questions: Mapping[int, str] | None = None,
    ) -> None:  # fmt: skip
        self.kind, self.header, self.columns = kind, header, columns
        self.documents, self.questions = documents or [], questions or {}

    @cached_property
    def names(self) -> list[str]:
        """The header as people write it."""
        return [clean_name(name) for name in self.header]

    @cached_property
    def head(self) -> list[list[str]]:
        """The first 200 rows below the header: all that detection looks at."""
        columns = [column.slice(0, _HEAD).to_pylist() for column in self.columns]
        return [list(row) for row in zip(*columns, strict=True)]

    def cells(self, place: int) -> list[str]:
        """The filled cells of one column among the first rows."""
        return [row[place].strip() for row in self.head if row[place].strip()]


class Fit(NamedTuple):
    """How sure a dialect is, 0 to 1, and why."""

    score: float
    reasons: tuple[str, ...] = ()


NO = Fit(0.0)


class Hint(NamedTuple):
    """What a platform's column is.

    ``role``: id, respondent, date, started, channel, language, score, comment; ``group`` (derived from a
    score), ``other`` (text beside a choice), ``staff``, ``vendor`` (the platform's own topics and
    sentiment), ``personal`` and ``meta`` are never taken for an answer.
    """

    role: str
    why: str
    metric: str | None = None
    scale: tuple[int, int] | None = None
    labels: str | None = None  # a label set of scales.toml
    zone: str | None = None  # the time zone of a date, as the platform states it


NEVER_AN_ANSWER = frozenset({"group", "other", "staff", "vendor", "personal", "meta", "started"})


class Answers(NamedTuple):
    """A file in plain form. ``hints`` and ``texts`` (the questions) go by the column's place.

    ``status`` says for every row what became of it (complete, partial, preview ...), None if the platform
    does not tell. ``on_duplicate`` is the platform's own rule for rows that share an id.
    """

    header: list[str]
    columns: list
    hints: Mapping[int, Hint]
    texts: Mapping[int, str] = {}
    status: list[str] | None = None
    notes: tuple[tuple[str, str], ...] = ()
    on_duplicate: str | None = None


class Dialect(NamedTuple):
    """One platform's way to write a file; ``experimental`` until a real file has confirmed it."""

    name: str
    experimental: bool
    fits: Callable[[Raw], Fit]
    read: Callable[[Raw], Answers]


class Form(NamedTuple):
    """What a load knows of a file beside its cells, by column name."""

    dialect: str
    experimental: bool
    why: str
    hints: Mapping[str, Hint]
    texts: Mapping[str, str]
    on_duplicate: str | None = None


def has_columns(raw: Raw, must: Iterable[str], may: Iterable[str] = (), ignore_case: bool = False) -> Fit:
    """0 without every one of the columns; 0.8 with them, more with the others."""
    fold = str.lower if ignore_case else str
    names = {fold(name) for name in raw.names}
    must, may = list(must), list(may)
    if any(fold(name) not in names for name in must):
        return NO
    seen = [name for name in may if fold(name) in names]
    return Fit(SURE + 0.2 * len(seen) / max(len(may), 1), (f"has {', '.join([*must, *seen][:6])}",))


def places(raw: Raw, table: Mapping[str, Hint], ignore_case: bool = False) -> dict[int, Hint]:
    """The hints of the columns that the platform always names alike."""
    fold = str.lower if ignore_case else str
    known = {fold(name): hint for name, hint in table.items()}
    return {i: known[fold(name)] for i, name in enumerate(raw.names) if fold(name) in known}


def as_columns(rows: list[dict[str, str]]) -> tuple[list[str], list[pa.Array]]:
    """Rows of named cells as a header (in order of first sight) and Arrow columns."""
    import pyarrow as pa

    header = list(dict.fromkeys(key for row in rows for key in row))
    return header, [pa.array([row.get(key, "") for row in rows], pa.large_string()) for key in header]


def as_rows(raw: Raw) -> list[dict[str, str]]:
    """The cells of every row by column name."""
    cells = zip(*(column.to_pylist() for column in raw.columns), strict=True)
    return [dict(zip(raw.names, row, strict=True)) for row in cells]


def answers_of(
    rows: list[dict[str, str]], table: Mapping[str, Hint], status: list[str] | None = None
) -> Answers:
    """Rows of named cells in plain form, with the hints of the columns in ``table``."""
    header, columns = as_columns(rows)
    hints = {i: table[name] for i, name in enumerate(header) if name in table}
    return Answers(header, columns, hints, status=status)


def unshield(columns: list, triggers: str) -> tuple[list, int]:
    """Cells without the apostrophe that the platform put before a formula sign; how many there were.

    >>> import pyarrow as pa
    >>> unshield([pa.chunked_array([["'=1+1", "'tis", "it's"]], pa.large_string())], "=+-@")[0][0].to_pylist()
    ['=1+1', "'tis", "it's"]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    pattern = f"^'([{re.escape(triggers)}])"
    out, n = [], 0
    for column in columns:
        found = pc.sum(pc.match_substring_regex(column, pattern)).as_py() or 0
        n += found
        plain = pc.replace_substring_regex(column, pattern, r"\1") if found else column
        out.append(plain if isinstance(plain, pa.ChunkedArray) else pa.chunked_array([plain]))
    return out, n


def shield_note(n: int) -> tuple[tuple[str, str], ...]:
    """What is said about apostrophes that were taken off."""
    if not n:
        return ()
    return (("W_FORMULA_SHIELD", f"{n:,} cells had an apostrophe before a formula sign; it was taken off"),)


def mostly_dates(cells: list[str]) -> bool:
    """True where nearly all cells begin like a date, in any order."""
    return bool(cells) and sum(bool(_DATE.match(cell)) for cell in cells) >= 0.9 * len(cells)


def truth(cell: str) -> bool | None:
    """What a yes/no cell says, in the spellings of exports; None where it says neither.

    >>> truth("TRUE"), truth("0"), truth("")
    (True, False, None)
    """
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(
        cell.strip().lower()
    )
