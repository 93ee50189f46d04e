"""Typeform: questions as column names between ``#`` and a block of fixed columns."""

from __future__ import annotations

import re

from cxtext.load.dialects.base import (
    NO,
    SURE,
    Answers,
    Dialect,
    Fit,
    Hint,
    Raw,
    places,
    shield_note,
    unshield,
)

_FIXED = {
    "#": Hint("id", "the platform's response id"),
    "Response Type": Hint("meta", "completed or not"),
    "Start Date (UTC)": Hint("started", "start date", zone="UTC"),
    "Stage Date (UTC)": Hint("meta", "last stage reached"),
    "Submit Date (UTC)": Hint("date", "submit date", zone="UTC"),
    "Network ID": Hint("personal", "a hashed network address"),
    "Tags": Hint("meta", "tags"),
    "Ending": Hint("meta", "the ending that was shown"),
}
_FIELD = re.compile(r"\{\{[^{}]*\}\}")


def _fits(raw: Raw) -> Fit:
    if raw.kind == "json" or not {"Submit Date (UTC)", "Network ID"} <= set(raw.names):
        return NO
    return Fit(1.0 if raw.names[0] == "#" else SURE, ("ends in Submit Date (UTC) and Network ID",))


def _read(raw: Raw) -> Answers:
    hints = places(raw, _FIXED)
    columns, n = unshield(raw.columns, "=+-@")
    for i, name in enumerate(raw.names):
        if name == "Other" and i not in hints:
            hints[i] = Hint("other", "text beside a choice")
    texts = {
        i: " ".join(_FIELD.sub(" ", name).split()) for i, name in enumerate(raw.names) if _FIELD.search(name)
    }
    status = None
    submitted = columns[raw.names.index("Submit Date (UTC)")].to_pylist()
    if "Response Type" in raw.names:
        kinds = columns[raw.names.index("Response Type")].to_pylist()
        status = [_status(kind, when) for kind, when in zip(kinds, submitted, strict=True)]
    elif any(not cell.strip() for cell in submitted):
        status = ["complete" if cell.strip() else "in_progress" for cell in submitted]
    return Answers(list(raw.header), columns, hints, texts, status, shield_note(n))


def _status(kind: str, submitted: str) -> str:
    kind = kind.strip().lower()
    if kind in ("completed", "") and submitted.strip():
        return "complete"
    return "in_progress" if kind in ("started", "") else "partial"


TYPEFORM = Dialect("typeform", True, _fits, _read)
