"""Microsoft Forms: an id of the form, start and completion time, e-mail and name, then the questions.

The first columns are in the language of the account: told by known words, or by place and cells.
"""

from __future__ import annotations

import re

from cxtext.load.dialects.base import NO, Answers, Dialect, Fit, Hint, Raw, mostly_dates

_ID = frozenset({"id", "識別碼", "标识", "아이디"})
_START = frozenset({"start time", "hora de inicio", "startzeit", "開始時刻", "heure de début", "시작 시간",
                    "开始时间", "開始時間", "hora de início", "ora di inizio", "begintijd",
                    "starttid"})  # fmt: skip
_END = frozenset({"completion time", "hora de finalización", "fertigstellungszeit", "完了時刻",
                  "heure de fin", "완료 시간", "完成时间",
                  "完成時間", "hora de conclusão", "ora di completamento",
                  "tijd van voltooien"})  # fmt: skip
_CHANGED = frozenset({"last modified time", "hora de la última modificación", "最終変更時刻",
                      "uhrzeit der letzten änderung", "heure de la dernière modification",
                      "마지막으로 수정한 시간", "上次修改时间", "上次修改時間"})  # fmt: skip
_SCORES = frozenset({"total points", "quiz feedback", "grade posted time"})
_POINTS = re.compile(r"(?:Points|Feedback) - ")


def _fits(raw: Raw) -> Fit:
    if raw.kind == "json" or len(raw.names) < 5:
        return NO
    names = [name.lower() for name in raw.names[:5]]
    if names[1] in _START and names[2] in _END and (names[0] in _ID or names[0] == "id"):
        return Fit(1.0, (f"begins with {', '.join(raw.names[:3])}",))
    shaped = (
        bool(raw.head)
        and all(re.fullmatch(r"\d{1,9}", cell) for cell in raw.cells(0))
        and mostly_dates(raw.cells(1))
        and mostly_dates(raw.cells(2))
        and bool(mails := raw.cells(3))
        and all("@" in cell or cell.lower() == "anonymous" for cell in mails)
    )
    if shaped:
        return Fit(0.8, ("a number, two times and an e-mail address (or anonymous) come first",))
    return NO


def _read(raw: Raw) -> Answers:
    hints = {
        0: Hint("id", "the number of the response in this form"),
        1: Hint("started", "start time"),
        2: Hint("date", "completion time"),
        3: Hint("personal", "an e-mail address"),
        4: Hint("personal", "a person's name"),
    }
    for i, name in enumerate(raw.names[5:], start=5):
        if name.lower() in _CHANGED or name.lower() in _SCORES or _POINTS.match(name):
            hints[i] = Hint("meta", "time of the last change, or points of a quiz")
        elif re.sub(r"\d+$", "", name) in raw.names[3:5]:
            hints[i] = Hint("personal", "asks again for the e-mail address or the name")
    return Answers(raw.header, raw.columns, hints)


MICROSOFT_FORMS = Dialect("msforms", True, _fits, _read)
