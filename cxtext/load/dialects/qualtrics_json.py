"""Qualtrics as JSON or NDJSON: for every response the codes (``values``) and their texts (``labels``)."""

from __future__ import annotations

from typing import Any

from cxtext.load.dialects.base import NO, Answers, Dialect, Fit, Raw, as_columns
from cxtext.load.dialects.qualtrics_columns import column_hint, group_metrics
from cxtext.load.dialects.qualtrics_status import row_status
from cxtext.load.jsonlines import cell_text


def _fits(raw: Raw) -> Fit:
    some = raw.documents[:200]
    if not some or not all(isinstance(doc.get("values"), dict) for doc in some):
        return NO
    if all("responseId" in doc or "_recordId" in doc["values"] for doc in some):
        return Fit(1.0, ("every object has a response id and values",))
    return NO


def _read(raw: Raw) -> Answers:
    rows = [_row(doc) for doc in raw.documents]
    header, columns = as_columns(rows)
    hints = {i: hint for i, key in enumerate(header) if (hint := column_hint(key, key, header, "UTC"))}
    hints |= group_metrics(header, header)
    status, notes = row_status(columns, header)
    return Answers(header, columns, hints, {}, status, notes)


def _row(doc: dict[str, Any]) -> dict[str, str]:
    row = {"_recordId": cell_text(doc.get("responseId"))}
    labels = doc.get("labels") or {}
    for key, value in doc["values"].items():
        label = labels.get(key)
        # A label that is a number says no more than the code; codes are free, labels are what was seen.
        plain = isinstance(label, str) and not label.replace(".", "", 1).lstrip("-").isdigit()
        told = label if key.startswith("QID") and (plain or isinstance(label, list)) else value
        row[key] = "; ".join(map(cell_text, told)) if isinstance(told, list) else cell_text(told)
    return row


QUALTRICS_JSON = Dialect("qualtrics_json", True, _fits, _read)
