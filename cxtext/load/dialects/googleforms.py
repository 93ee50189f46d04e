"""Google Forms: a localised Timestamp first, then the questions; no response id."""

from __future__ import annotations

import re

from cxtext.load.dialects.base import NO, Answers, Dialect, Fit, Hint, Raw, mostly_dates

_TIMESTAMP = frozenset({
    "timestamp", "타임스탬프", "時間戳記", "时间戳记", "时间戳", "タイムスタンプ", "zeitstempel",
    "marca temporal", "horodateur", "informazioni cronologiche", "carimbo de data/hora", "tijdstempel",
    "отметка времени", "sygnatura czasowa", "zaman damgası", "tidsstämpel", "tidsstempel", "aikaleima",
    "dấu thời gian", "cap waktu",
    "stempel waktu", "ประทับเวลา", "časová značka", "позначка часу",
})  # fmt: skip
_MAIL = frozenset({
    "email address", "e-mail address", "email", "username", "이메일 주소", "電子郵件地址", "电子邮件地址",
    "メールアドレス", "e-mail-adresse", "dirección de correo electrónico", "adresse e-mail",
})  # fmt: skip
_QUIZ = re.compile(r"\d+(?:\.\d+)? / \d+(?:\.\d+)?")


def _fits(raw: Raw) -> Fit:
    if raw.kind == "json" or not raw.names or raw.names[0].lower() not in _TIMESTAMP or len(raw.names) < 2:
        return NO
    stamps = raw.cells(0)
    if stamps and not mostly_dates(stamps):
        return NO
    return Fit(0.85, (f"begins with {raw.names[0]}, and its cells are dates",))


def _read(raw: Raw) -> Answers:
    hints = {0: Hint("date", "when it was sent")}
    for i, name in enumerate(raw.names):
        cells = raw.cells(i)
        if i and name.lower() in _MAIL:
            hints[i] = Hint("personal", "an e-mail address")
        elif cells and all(_QUIZ.fullmatch(cell) for cell in cells):
            hints[i] = Hint("meta", "points of a quiz, such as 8 / 10")
    return Answers(raw.header, raw.columns, hints)


GOOGLE_FORMS = Dialect("gforms", True, _fits, _read)
