"""LimeSurvey: ``id, submitdate, lastpage, startlanguage`` first; not finished where submitdate is empty."""

from __future__ import annotations

import re

from cxtext.load.dialects.base import (
    NO,
    Answers,
    Dialect,
    Fit,
    Hint,
    Raw,
    has_columns,
    places,
    shield_note,
    unshield,
)

_FIXED = {
    "id": Hint("id", "the platform's response id"),
    "submitdate": Hint("date", "submit date"),
    "lastpage": Hint("meta", "last page reached"),
    "startlanguage": Hint("language", "language of the survey"),
    "seed": Hint("meta", "random seed"),
    "token": Hint("personal", "a participant's token"),
    "startdate": Hint("started", "start date"),
    "datestamp": Hint("meta", "date of the last action"),
    "ipaddr": Hint("personal", "IP address"),
    "refurl": Hint("personal", "the page that led here"),
}
_TIMING = re.compile(r"(?:interviewtime|groupTime\d+|\w+Time)")


def _fits(raw: Raw) -> Fit:
    if raw.kind == "json":
        return NO
    return has_columns(raw, ("id", "submitdate", "lastpage", "startlanguage"), ("startdate", "datestamp"))


def _read(raw: Raw) -> Answers:
    hints = places(raw, _FIXED)
    for i, name in enumerate(raw.names):
        if i not in hints and _TIMING.fullmatch(name):
            hints[i] = Hint("meta", "timing")
        elif i not in hints and (name.endswith("[other]") or re.search(r"\[Other\]$", name)):
            hints[i] = Hint("other", "text beside a choice")
    columns, n = unshield(raw.columns, "=")
    submitted = columns[raw.names.index("submitdate")].to_pylist()
    status = ["complete" if cell.strip() else "in_progress" for cell in submitted]
    return Answers(list(raw.header), columns, hints, {}, status, shield_note(n))


LIMESURVEY = Dialect("limesurvey", True, _fits, _read)
