"""SurveyMonkey: questions in row 1, choices and sub-fields in row 2; or both joined in one row.

Row 2 is in the language of the account, so it is told by its shape: empty below the respondent columns.
"""

from __future__ import annotations

import re
from collections import Counter

from cxtext.load.dialects.base import NO, SURE, Answers, Dialect, Fit, Hint, Raw

_RESPONDENT = re.compile(r"respondent[ _]?id", re.I)
_FIXED = {
    "respondent id": Hint("id", "the platform's response id"),
    "respondentid": Hint("id", "the platform's response id"),
    "collector id": Hint("meta", "collector"),
    "collectorid": Hint("meta", "collector"),
    "start date": Hint("started", "start date"),
    "startdate": Hint("started", "start date"),
    "date created": Hint("started", "start date"),
    "end date": Hint("date", "end date"),
    "enddate": Hint("date", "end date"),
    "date modified": Hint("date", "last change"),
    "ip address": Hint("personal", "IP address"),
    "email address": Hint("personal", "an e-mail address"),
    "first name": Hint("personal", "a person's name"),
    "lastname": Hint("personal", "a person's name"),
    "firstname": Hint("personal", "a person's name"),
    "last name": Hint("personal", "a person's name"),
}  # fmt: skip


def _second_header(raw: Raw) -> bool:
    """True where row 2 is no answer: nothing below the respondent's id, or nothing at all."""
    return bool(raw.head) and not raw.head[0][0].strip()


def _named(raw: Raw) -> bool:
    return bool(raw.names) and bool(_RESPONDENT.fullmatch(raw.names[0]))


def _fits(raw: Raw) -> Fit:
    if raw.kind == "json" or len(raw.names) < 2 or not _second_header(raw):
        return NO
    gaps = sum(not name for name in raw.names)
    if _named(raw):
        return Fit(0.95, (f"{raw.names[0]} with an empty cell below it",))
    # The same shape in another language: long numbers as ids, and sub-headers below most questions.
    ids = [row[0].strip() for row in raw.head[1:]]
    below = sum(bool(cell.strip()) for cell in raw.head[0])
    if ids and all(re.fullmatch(r"\d{8,14}", cell) for cell in ids) and below and gaps:
        return Fit(SURE, ("long numbers as ids, an empty cell above them, questions over several columns",))
    return NO


def _read(raw: Raw) -> Answers:
    below = [cell.strip() for cell in raw.head[0]]
    first = next((i for i, cell in enumerate(below) if cell), len(below))
    question = ""
    full: list[str] = []
    for i, name in enumerate(raw.names):
        question = name if name or i < first else question
        full.append(question)
    spans = Counter(full[first:])
    alone = Counter(cell for q, cell in zip(full, below, strict=True) if cell and spans[q] == 1)
    marker = alone.most_common(1)[0][0] if alone else "Response"
    header = [
        q if i < first or spans[q] == 1 or cell in ("", marker) else f"{q} - {cell}"
        for i, (q, cell) in enumerate(zip(full, below, strict=True))
    ]
    columns = [column.slice(1) for column in raw.columns]
    return Answers(header, columns, _hints(header), _texts(header))


def _flat_fits(raw: Raw) -> Fit:
    if raw.kind == "json" or not _named(raw) or _second_header(raw):
        return NO
    ids = raw.cells(0)
    if ids and not all(re.fullmatch(r"\d{6,14}", cell) for cell in ids):
        return NO
    joined = sum(" - " in name for name in raw.names)
    return Fit(0.9 if joined else SURE, (f"{raw.names[0]} and a single header row",))


def _flat_read(raw: Raw) -> Answers:
    return Answers(raw.header, raw.columns, _hints(raw.names), _texts(raw.names))


def _hints(names: list[str]) -> dict[int, Hint]:
    hints = {}
    for i, name in enumerate(names):
        fixed = _FIXED.get(name.lower()) if i < 12 else None
        if fixed:
            hints[i] = fixed
        elif re.search(r" - Other \(", name):
            hints[i] = Hint("other", "text beside a choice")
    return hints


def _texts(names: list[str]) -> dict[int, str]:
    """Questions without the markup that exports keep."""
    return {i: plain for i, name in enumerate(names) if (plain := re.sub(r"<[^>]{1,40}>", " ", name)) != name}


SURVEYMONKEY = Dialect("surveymonkey", False, _fits, _read)
SURVEYMONKEY_FLAT = Dialect("surveymonkey_flat", False, _flat_fits, _flat_read)
