"""Dates with words in them, brought to digits: month names, weekdays, halves of the day, GMT+9."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# January to December in English, German, French, Spanish, Portuguese, Italian and Dutch; beginnings count
# from three letters on, where they are of one month only.
_MONTHS = (
    "january januar janvier enero janeiro gennaio januari jänner ene gen",
    "february februar février fevrier febrero fevereiro febbraio februari fev",
    "march märz maerz mars marzo março marco maart mrz mrt mär",
    "april avril abril aprile avr abr",
    "may mai mayo maio maggio mei mag",
    "june juni juin junio junho giugno giu",
    "july juli juillet julio julho luglio lug",
    "august août aout agosto augustus ago",
    "september septembre septiembre setembro settembre setiembre sept set",
    "october oktober octobre octubre outubro ottobre okt out ott",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dezembro dicembre dez dic déc",
)
_NUMBER = {word: i for i, words in enumerate(_MONTHS, 1) for word in words.split()}
_WORD = r"(?P<month>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<year>\d{4}|\d{2})\b\.?"
_REST = r"(?:\s*,)?(?:\s+(?:at|um|à|a las)\b)?(?P<rest>.*)"
_PATTERNS = (
    re.compile(rf"{_DAY}[\s/-]*(?:de |of )?\s*{_WORD}[\s,/-]+(?:de )?{_YEAR}{_REST}", re.S),
    re.compile(rf"{_WORD}\s+{_DAY},?\s+{_YEAR}{_REST}", re.S),
)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,?\s+(?=\d|[^\W\d_]{3,}\.?\s\d)")
_REPLACED = (
    (re.compile(r"\s*\([^()]*\)$"), ""),  # (Central European Standard Time)
    (re.compile(r"\s*Uhr\b"), ""),
    (re.compile(r"\b([ap])\.\s?m\.?(?=\s|$)", re.I), lambda m: f"{m[1].upper()}M"),
    (re.compile(r"\s*(?:GMT|UTC)\s?([+-])(\d{1,2}):?(\d{2})?$"), lambda m: _clock(m)),
    (re.compile(r"([+-]\d{2}:?\d{2}) (?:UTC|GMT|Z)$"), r"\1"),
    (re.compile(r"(:\d{2}(?:\.\d+)?)\s?([+-]\d{2})$"), r"\1\2:00"),
    (re.compile(r"^(\d{8})(\d{2})(\d{2})(\d{2})$"), r"\1 \2:\3:\4"),
)
# What has none of this stays as it is (RE2's syntax).
_WORDY = (
    r"(?:GMT|UTC)\s?[+-]|[+-]\d{2}:?\d{2} (?:UTC|GMT|Z)$|:\d{2}(?:\.\d+)?\s?[+-]\d{2}$|^\d{14}$"
    r"|[apAP]\.\s?[mM]|Uhr|\)$|^\p{L}{2,}|^\d{1,2}\S{0,2}[\s/-]*(?:de |of )?\p{L}{3,}"
)


def in_digits(texts: pd.Series) -> pd.Series:
    """Every date as digits where its words are known; all else stays as it is.

    >>> import pandas as pd
    >>> in_digits(pd.Series(["Jan 13, 2026 3:22 p. m.", "13 janv. 2026", "2026-01-13 10:00 GMT+9"])).tolist()
    ['2026-01-13 3:22 PM', '2026-01-13', '2026-01-13 10:00 +09:00']
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.match_substring_regex(pa.array(texts, pa.large_string()), _WORDY)
    wordy = found.to_numpy(zero_copy_only=False)
    if not wordy.any():  # millions of timestamps
        return texts
    out = texts.copy()
    out[wordy] = texts[wordy].map(_in_digits).astype("str")
    return out


def _in_digits(text: str) -> str:
    for pattern, new in _REPLACED:
        text = pattern.sub(new, text)
    if not any(c.isalpha() for c in text):
        return text
    bare = _WEEKDAY.sub("", text)
    for pattern, said in ((pattern, said) for said in (text, bare) for pattern in _PATTERNS):
        match = pattern.fullmatch(said)
        month = match and _month(match["month"])
        if match and month:
            year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
            return f"{year}-{month:02d}-{int(match['day']):02d}{match['rest']}".strip()
    return text


def _month(word: str) -> int | None:
    word = word.lower()
    if word in _NUMBER:
        return _NUMBER[word]
    found = {number for name, number in _NUMBER.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def _clock(match: re.Match[str]) -> str:
    return f" {match[1]}{int(match[2]):02d}:{match[3] or '00'}"
