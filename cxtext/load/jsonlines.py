"""JSON: one object a line, an array, or an answer of an API around one. Numbers keep the digits written."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

from cxtext.errors import InputError

# Where APIs put their rows.
_AROUND = ("data", "responses", "satisfaction_ratings", "csat_survey_responses", "survey_responses",
           "results", "items", "records", "reviews", "conversations")  # fmt: skip


def read_documents(path: Path, encoding: str, limit: int | None = None) -> list[dict[str, Any]]:
    """The objects of the file, ``limit`` at most."""
    with path.open(encoding=encoding, newline="\n") as file:
        lines = ((n, line) for n, line in enumerate(file, 1) if line.strip())
        first = next(lines, None)
        if first is None:
            return []
        found = _try(first[1])
        if not isinstance(found, dict):
            file.seek(0)
            if isinstance(whole := _try(file.read()), list | dict):
                return _rows(whole, path)[:limit]
        n, line = first
        documents = [_object(line, f"{path}, line {n}")]
        left = None if limit is None else limit - 1
        documents += [_object(line, f"{path}, line {n}") for n, line in islice(lines, left)]
    return _rows(documents[0], path)[:limit] if len(documents) == 1 else documents


def as_rows(documents: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Cells as text; what is nested stays JSON."""
    return [{key: cell_text(value) for key, value in row.items()} for row in documents]


def cell_text(value: Any) -> str:
    """A JSON value as a cell.

    >>> cell_text(None), cell_text(True), cell_text(["a"])
    ('', 'true', '["a"]')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _rows(found: Any, path: Path) -> list[dict[str, Any]]:
    """The list around which an API puts counts and pages; or the objects themselves."""
    if isinstance(found, dict):
        inside = [found[key] for key in _AROUND if isinstance(found.get(key), list)]
        found = inside[0] if inside else [found]
    if not all(isinstance(row, dict) for row in found):
        raise InputError("The JSON holds other things than objects.", where=path, do="Write a list of {…}.")
    return [_checked(row, str(path)) for row in found]


def _try(text: str) -> Any:
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "A line is not valid JSON.", where=where, found=str(error),
            do="Write one object a line, or one list of them.",
        ) from error  # fmt: skip
    if not isinstance(found, dict):
        raise InputError("A line is not a JSON object.", where=where, do="Write one {…} a line.")
    return _checked(found, where)


def _checked(row: dict[str, Any], where: str) -> dict[str, Any]:
    try:
        json.dumps(row, ensure_ascii=False).encode()  # half an emoji (a lone surrogate) cannot be stored
    except ValueError as error:
        raise InputError("A line is not valid JSON.", where=where, found=str(error)) from error
    return row
