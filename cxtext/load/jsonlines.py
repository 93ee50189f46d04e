"""JSON Lines: one object a line; numbers keep the digits that were written."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

from cxtext.errors import InputError


def read_jsonlines(path: Path, encoding: str, limit: int | None = None) -> tuple[list[str], list]:
    """Header (keys in order of first sight) and Arrow string columns; absent keys become blank cells."""
    import pyarrow as pa

    rows: list[dict[str, str]] = []
    keys: dict[str, None] = {}
    with path.open(encoding=encoding, newline="\n") as file:
        lines = ((n, line) for n, line in enumerate(file, 1) if line.strip())
        for n, line in lines if limit is None else islice(lines, limit):
            row = _object(line, f"{path}, line {n}")
            keys.update(dict.fromkeys(row))
            rows.append(row)
    return list(keys), [pa.array([row.get(key, "") for row in rows], pa.large_string()) for key in keys]


def _object(line: str, where: str) -> dict[str, str]:
    try:
        found = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
        row = {key: _text(value) for key, value in found.items()} if isinstance(found, dict) else None
        json.dumps(row, ensure_ascii=False).encode()  # half an emoji (a lone surrogate) cannot be stored
    except (ValueError, RecursionError) as error:
        raise InputError(
            "A line is not valid JSON.", where=where, found=str(error), do="Write one object a line."
        ) from error
    if row is None:
        raise InputError("A line is not a JSON object.", where=where, do="Write one {…} a line.")
    return row


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
