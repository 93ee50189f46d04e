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
# The same columns where the export was asked for whole questions, in the language of the survey.
_IN_WORDS = {
    "response id": "id", "date submitted": "submitdate", "last page": "lastpage",
    "start language": "startlanguage",
    "date started": "startdate", "date last action": "datestamp", "ip address": "ipaddr",
    "referrer url": "refurl", "access code": "token",
    "antwort id": "id", "antwort-id": "id", "datum abgeschickt": "submitdate", "letzte seite": "lastpage",
    "start-sprache": "startlanguage", "startsprache": "startlanguage", "datum gestartet": "startdate",
    "datum letzte aktivität": "datestamp", "ip-adresse": "ipaddr", "weiterleitungs-url": "refurl",
    "zugangsschlüssel": "token", "zufallsstartwert": "seed",
    "id de la réponse": "id", "date de soumission": "submitdate", "dernière page": "lastpage",
    "langue de départ": "startlanguage", "date de lancement": "startdate",
    "date de la dernière action": "datestamp", "adresse ip": "ipaddr",
    "id de respuesta": "id", "fecha de envío": "submitdate", "última página": "lastpage",
    "lenguaje inicial": "startlanguage", "idioma inicial": "startlanguage", "fecha de inicio": "startdate",
    "fecha de la última acción": "datestamp", "dirección ip": "ipaddr",
}  # fmt: skip
_TIMING = re.compile(r"(?:interviewtime|groupTime\d+|\w+Time)")


def _codes(raw: Raw) -> list[str]:
    """The columns' codes: as they are, before the question (``id. Response ID``), or known by their words."""
    codes = []
    for name in raw.names:
        code = name.partition(". ")[0]
        codes.append(code if code in _FIXED else _IN_WORDS.get(name.lower(), name))
    return codes


def _fits(raw: Raw) -> Fit:
    if raw.kind == "json":
        return NO
    coded = Raw(raw.kind, _codes(raw), raw.columns)
    return has_columns(coded, ("id", "submitdate", "lastpage", "startlanguage"), ("startdate", "datestamp"))


def _read(raw: Raw) -> Answers:
    codes = _codes(raw)
    hints = places(Raw(raw.kind, codes, []), _FIXED)
    for i, name in enumerate(raw.names):
        if i not in hints and _TIMING.fullmatch(name):
            hints[i] = Hint("meta", "timing")
        elif i not in hints and (name.endswith("[other]") or re.search(r"\[Other\]$", name)):
            hints[i] = Hint("other", "text beside a choice")
    columns, n = unshield(raw.columns, "=")
    submitted = columns[codes.index("submitdate")].to_pylist()
    status = ["complete" if cell.strip() else "in_progress" for cell in submitted]
    return Answers(list(raw.header), columns, hints, {}, status, shield_note(n))


LIMESURVEY = Dialect("limesurvey", True, _fits, _read)
