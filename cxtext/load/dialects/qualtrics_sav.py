"""Qualtrics as an SPSS file: variable names as in row 1 of the CSV, questions as variable labels."""

from __future__ import annotations

from cxtext.load.dialects.base import NO, Answers, Dialect, Fit, Raw
from cxtext.load.dialects.qualtrics_columns import PLAIN_NAMES, column_hint, group_metrics
from cxtext.load.dialects.qualtrics_status import row_status


def _fits(raw: Raw) -> Fit:
    if raw.kind != "spss":
        return NO
    known = [name for name in raw.names if name in PLAIN_NAMES]
    if "ResponseId" in known and len(known) >= 2:
        return Fit(0.9, (f"an SPSS file with {', '.join(known[:4])}",))
    return NO


def _read(raw: Raw) -> Answers:
    keys = [PLAIN_NAMES.get(name, "") for name in raw.names]
    hints = {i: hint for i, name in enumerate(raw.names) if (hint := column_hint(name, keys[i], keys, None))}
    hints |= group_metrics(raw.names, keys)
    status, notes = row_status(raw.columns, keys)
    return Answers(raw.header, raw.columns, hints, raw.questions, status, notes)


QUALTRICS_SAV = Dialect("qualtrics_sav", True, _fits, _read)
