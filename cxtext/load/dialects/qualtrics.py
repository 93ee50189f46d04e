"""Qualtrics: CSV, TSV and XLSX with question texts and ImportIds below the names; the old form with V1, V2.

The texts of row 2 are in the language of the account, so nothing is read from their words: what a column is
comes from its ImportId, or from its name where somebody took that row away.
"""

from __future__ import annotations

import json
import re

from cxtext.load.dialects.base import NO, SURE, Answers, Dialect, Fit, Hint, Raw, mostly_dates
from cxtext.load.dialects.qualtrics_columns import (
    FIXED,
    LABEL_NAMES,
    LEGACY,
    PLAIN_NAMES,
    column_hint,
    group_metrics,
)
from cxtext.load.dialects.qualtrics_status import row_status

_ID = re.compile(r"(?:R|FS)_[0-9A-Za-z]+")
_MOST_HEADERS = 5


def _import_ids(row: list[str]) -> list[dict[str, str] | None] | None:
    """The ImportIds of a row of them; cells that an analyst added say nothing. None for any other row."""
    filled = [cell for cell in row if cell.strip()]
    found: list[dict[str, str] | None] = []
    for cell in row:
        try:
            said = json.loads(cell) if cell.lstrip().startswith("{") else None
        except (ValueError, RecursionError):
            said = None
        found.append(said if isinstance(said, dict) and "ImportId" in said else None)
    n = sum(said is not None for said in found)
    return found if filled and n >= 0.8 * len(filled) else None


def _ids_row(raw: Raw) -> int | None:
    """The place below the first line of the row of ImportIds."""
    return next((i for i, row in enumerate(raw.head[:_MOST_HEADERS]) if _import_ids(row)), None)


def _fits(raw: Raw) -> Fit:
    if raw.kind not in ("delimited", "spreadsheet", "parquet"):
        return NO
    if (at := _ids_row(raw)) is not None:
        return Fit(1.0, (f"row {at + 2} holds ImportIds",))
    known = [name for name in raw.names if name in PLAIN_NAMES]
    if "ResponseId" not in known and "_recordId" not in known:
        known = [name for name in raw.names if name in LABEL_NAMES]
        if not {"Response ID", "Recorded Date"} <= set(known):
            return NO
    return Fit(SURE + 0.1, (f"has {', '.join(known[:5])}",)) if len(known) >= 4 else NO


def _read(raw: Raw) -> Answers:
    at = _ids_row(raw)
    ids: list[dict[str, str] | None] = [None] * len(raw.header)
    if at is not None:
        ids = _import_ids(raw.head[at]) or ids
    plain = PLAIN_NAMES if {"ResponseId", "_recordId"} & set(raw.names) else PLAIN_NAMES | LABEL_NAMES
    keys = [
        said["ImportId"] if said else plain.get(name, "") for said, name in zip(ids, raw.names, strict=True)
    ]
    skip = 0 if at is None else at + 1
    while skip < min(len(raw.head), _MOST_HEADERS) and _is_header(raw.head[skip], keys):
        skip += 1
    # The row above the ImportIds, or the only header row left, holds the questions.
    label_row = 0 if skip and at != 0 else None
    texts = {i: text for i, text in enumerate(raw.head[label_row]) if text.strip()} if label_row == 0 else {}
    hints = {}
    for i, (name, key) in enumerate(zip(raw.names, keys, strict=True)):
        zone = (ids[i] or {}).get("timeZone")
        if hint := column_hint(name, key, keys, zone):
            hints[i] = hint
    columns = [column.slice(skip) for column in raw.columns]
    if "recordedDate" not in keys and "endDate" in keys:
        hints[keys.index("endDate")] = _end_date(ids[keys.index("endDate")])
    hints |= group_metrics(raw.names, keys)
    header = list(raw.header)
    if header and not raw.names[-1] and not any(c for c in columns[-1].to_pylist()):
        header, columns = header[:-1], columns[:-1]  # every line ended in a comma
        hints.pop(len(header), None)
        texts.pop(len(header), None)
    status, notes = row_status(columns, keys)
    return Answers(header, columns, hints, texts, status, notes)


def _end_date(said: dict[str, str] | None) -> Hint:
    """When the answer was recorded, where the file does not hold that."""
    zone = (said or {}).get("timeZone")
    return Hint("date", "end date", zone="UTC" if zone == "Z" else zone)


def _is_header(row: list[str], keys: list[str]) -> bool:
    """True for a row that cannot be an answer: no id where the id goes, no date where a date goes."""
    told = False
    for cell, key in zip(row, keys, strict=True):
        if key == "_recordId" and cell.strip():
            return not _ID.fullmatch(cell.strip())
        if key in ("startDate", "endDate") and cell.strip():
            if mostly_dates([cell.strip()]):
                return False
            told = True
    return told


def _legacy_fits(raw: Raw) -> Fit:
    if raw.names[:2] != ["V1", "V2"] or not raw.head:
        return NO
    below = {cell.strip() for cell in raw.head[0]}
    if "ResponseID" not in below:
        return NO
    return Fit(0.9 if "ResponseSet" in below else SURE, ("names V1, V2 and below them ResponseID",))


def _legacy_read(raw: Raw) -> Answers:
    labels = [cell.strip() for cell in raw.head[0]]
    keys = [LEGACY.get(label, "") for label in labels]
    columns = [column.slice(1) for column in raw.columns]
    # V1 to V10 are no names; what stands below them is.
    header = [
        label if key and re.fullmatch(r"V\d+", name) else name
        for name, label, key in zip(raw.header, labels, keys, strict=True)
    ]
    if header and not header[-1].strip() and not labels[-1]:
        header, columns = header[:-1], columns[:-1]
    hints = {i: FIXED[key] for i, key in enumerate(keys) if key in FIXED and i < len(header)}
    if "endDate" in keys:
        hints[keys.index("endDate")] = Hint("date", "end date")
    texts = {i: label for i, label in enumerate(labels) if label and not keys[i] and i < len(header)}
    status, notes = row_status(columns, keys[: len(columns)])
    return Answers(header, columns, hints, texts, status, notes)


QUALTRICS = Dialect("qualtrics3", False, _fits, _read)
QUALTRICS_LEGACY = Dialect("qualtrics_legacy2", False, _legacy_fits, _legacy_read)
