"""Columns that look like personal data, by their header or by their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cxtext.load.records import stripped
from cxtext.load.words import EMAIL, NAME, NAME_OWNERS, PERSONAL, PHONE, PLACE, has_word, header_words

if TYPE_CHECKING:
    import pandas as pd

_SAMPLE = 500
_EMAIL = r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$"
_IP = r"^(?:\d{1,3}\.){3}\d{1,3}(?:\(.*\))?$"
_PHONE = r"^'?(?:\+\d[\d\s().-]{7,17}\d|\(?0\d{1,3}\)?[\s.-]\d{3,4}[\s.-]\d{4}|01[016789]\d{7,8}|09\d{8})$"
_YES_OR_NO = (
    "yes",
    "no",
    "y",
    "n",
    "true",
    "false",
    "예",
    "아니오",
    "是",
    "否",
    "はい",
    "いいえ",
    "oui",
    "non",
)
_DATE = re.compile(r"^\d{4}[-./]|^\d{1,2}[-./]\d{1,2}[-./]\d{2,4}$")


def _is_yes_or_no(cells: pd.Series) -> bool:
    """True for a column that says whether somebody has a phone."""
    filled = stripped(cells.head(4 * _SAMPLE)).str.lower()
    filled = filled[filled != ""]
    return bool(len(filled)) and bool(filled.isin(_YES_OR_NO).all())


def personal_kind(cells: pd.Series) -> str | None:
    """What kind of personal data a column looks like, or None.

    >>> import pandas as pd
    >>> personal_kind(pd.Series(["kim@example.com"], name="contact"))
    'cells are e-mail addresses'
    >>> personal_kind(pd.Series(["Seoul Lounge"], name="lounge name")) is None
    True
    """
    words = header_words(str(cells.name))
    if has_word(words, EMAIL):
        return "named like an e-mail address"
    if has_word(words, PHONE) and not _is_yes_or_no(cells):
        return "named like a phone number"
    if (
        has_word(words, NAME)
        or words == " name "
        or (has_word(words, ("name",)) and has_word(words, NAME_OWNERS))
    ):
        return "named like a person's name"
    if words in PERSONAL:
        return "named like a person, or a link to one's answer"
    if has_word(words, PLACE):
        return "named like an address or birth date"
    filled = stripped(cells.head(4 * _SAMPLE))
    filled = filled[filled != ""].head(_SAMPLE)
    if filled.empty:
        return None
    for pattern, kind in ((_EMAIL, "e-mail addresses"), (_IP, "IP addresses"), (_PHONE, "phone numbers")):
        if filled.str.match(pattern).mean() >= 0.5 and not _DATE.match(filled.iloc[0]):
            return f"cells are {kind}"
    return None
