"""Any other table: one header row, one row a response."""

from __future__ import annotations

from cxtext.load.dialects.base import Answers, Dialect, Fit, Raw


def _fits(_raw: Raw) -> Fit:
    return Fit(0.5, ("a header row and rows",))


def _read(raw: Raw) -> Answers:
    return Answers(raw.header, raw.columns, {}, raw.questions)


GENERIC = Dialect("generic", False, _fits, _read)
