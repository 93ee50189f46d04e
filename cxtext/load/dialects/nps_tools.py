"""Delighted, AskNicely and Wootric: one row a survey that was sent, with its score and comment."""

from __future__ import annotations

from typing import Any

from cxtext.load.dialects.base import (
    NO,
    SURE,
    Answers,
    Dialect,
    Fit,
    Hint,
    Raw,
    answers_of,
    as_rows,
    has_columns,
    places,
    truth,
)
from cxtext.load.jsonlines import cell_text

# What is asked decides the scale; a scale that differs between accounts is left to the values.
_KINDS: dict[str, tuple[str, tuple[int, int] | None]] = {
    "nps": ("nps", (0, 10)), "csat": ("csat", None), "ces": ("ces", None), "fivestar": ("stars", (1, 5)),
    "stars": ("stars", (1, 5)), "stars_five": ("stars", (1, 5)), "smileys": ("smileys", (1, 5)),
    "thumbs": ("thumbs", (0, 1)),
}  # fmt: skip
_DELIGHTED = {
    "id": Hint("id", "the platform's response id"),
    "person": Hint("respondent", "the platform's id of the person"),
    "created_at": Hint("date", "when it was answered", zone="UTC"),
    "updated_at": Hint("meta", "last change"),
    "survey_type": Hint("meta", "kind of survey"),
    "permalink": Hint("personal", "a link to the person's answer"),
    "comment": Hint("comment", "the comment"),
    "notes": Hint("staff", "notes of the staff"),
    "tags": Hint("meta", "tags"),
}
_ASKNICELY = {
    "response_id": Hint("id", "the platform's response id"),
    "person_id": Hint("respondent", "the platform's id of the person"),
    "contact_id": Hint("meta", "another id of the person"),
    "name": Hint("personal", "a person's name"),
    "email": Hint("personal", "an e-mail address"),
    "phone": Hint("personal", "a phone number"),
    "answerlabel": Hint("meta", "the answer in words"),
    "comment": Hint("comment", "the comment"),
    "note": Hint("staff", "a note of the staff"),
    "responded": Hint("date", "when it was answered", zone="UTC"),
    "sent": Hint("started", "when it was sent", zone="UTC"),
    "question_type": Hint("meta", "kind of survey"),
} | {
    name: Hint("meta", "of the platform's own use")
    for name in (
        "data",
        "status",
        "dontcontact",
        "opened",
        "lastemailed",
        "created",
        "published",
        "publishedname",
    )
}
_WOOTRIC = {
    "id": Hint("id", "the platform's response id"),
    "end_user_id": Hint("respondent", "the platform's id of the person"),
    "created_at": Hint("date", "when it was answered"),
    "text": Hint("comment", "the comment"),
    "ip_address": Hint("personal", "IP address"),
} | {
    name: Hint("meta", "of the platform's own use")
    for name in ("updated_at", "origin_url", "survey_id", "completed", "excluded_from_calculations", "tags")
}


def _by_kind(rows: list[dict[str, str]], kind_key: str, score_key: str) -> dict[str, Hint]:
    """The score split by kind of survey, where a file holds several; hints by column name."""
    kinds = list(dict.fromkeys(row.get(kind_key, "").strip().lower() for row in rows))
    hints = {}
    for kind in kinds:
        metric, scale = _KINDS.get(kind, (kind or "nps", None))
        name = score_key if len(kinds) == 1 else f"{score_key} ({kind})"
        if kind:
            hints[name] = Hint("score", f"asked as {kind}", metric, scale)
        if len(kinds) > 1:
            for row in rows:
                if row.get(kind_key, "").strip().lower() == kind:
                    row[name] = row.pop(score_key, "")
    return hints


def _delighted_fits(raw: Raw) -> Fit:
    some = raw.documents[:200]
    if some and all({"survey_type", "score", "person"} <= doc.keys() for doc in some):
        return Fit(1.0, ("objects with survey_type, score and person",))
    return NO


def _delighted_read(raw: Raw) -> Answers:
    rows = []
    extra: dict[str, Hint] = {}
    for doc in raw.documents:
        row = {
            key: cell_text(value)
            for key, value in doc.items()
            if key not in ("person_properties", "additional_answers", "person")
        }
        person = doc["person"]
        row["person"] = cell_text(person.get("id") if isinstance(person, dict) else person)
        row |= {f"person {key}": cell_text(v) for key, v in (doc.get("person_properties") or {}).items()}
        for answer in doc.get("additional_answers") or []:
            name, cell, open_text = _additional(answer)
            row[name] = cell
            if open_text:
                extra[name] = Hint("comment", "a further open answer")
        rows.append(row)
    return answers_of(rows, _by_kind(rows, "survey_type", "score") | _DELIGHTED | extra)


def _additional(answer: dict[str, Any]) -> tuple[str, str, bool]:
    """The question, the answer, and whether it is an open one."""
    question, value = answer.get("question") or {}, answer.get("value") or {}
    name = question.get("text") or question.get("id") or f"answer {answer.get('id', '')}"
    if value.get("free_response") is not None:
        return name, cell_text(value["free_response"]), True
    one, many = value.get("select_one"), value.get("select_many") or []
    chosen = [item["text"] if isinstance(item, dict) else cell_text(item) for item in [one, *many] if item]
    return name, "; ".join(chosen) or cell_text(value.get("scale")), question.get("type") == "free_response"


def _asknicely_fits(raw: Raw) -> Fit:
    return has_columns(raw, ("response_id", "answer", "question_type"), ("answerlabel", "responded"))


def _asknicely_read(raw: Raw) -> Answers:
    rows = as_rows(raw)
    status = ["complete" if row["answer"].strip() else "unrated" for row in rows]
    for row in rows:
        row["responded"] = "" if row.get("responded", "").strip() == "0" else row.get("responded", "")
    return answers_of(rows, _by_kind(rows, "question_type", "answer") | _ASKNICELY, status)


def _wootric_fits(raw: Raw) -> Fit:
    must = ("id", "score", "text", "created_at", "excluded_from_calculations")
    fit = has_columns(raw, must, ("end_user_id", "survey_id", "completed"))
    cells = raw.cells(raw.names.index("score")) if fit.score else []
    if any(not cell.isdigit() or int(cell) > 10 for cell in cells):
        return Fit(SURE / 2, (*fit.reasons, "but a score is not on 0-10"))
    return fit


def _wootric_read(raw: Raw) -> Answers:
    hints = places(raw, _WOOTRIC)
    at = {name: raw.columns[i].to_pylist() for i, name in enumerate(raw.names)}
    highest = max((int(cell) for cell in at["score"] if cell.isdigit()), default=0)
    if highest > 5:
        # An account may ask for satisfaction on 1-5 too, and the file does not say which.
        hints[raw.names.index("score")] = Hint("score", "a score above 5", "nps", (0, 10))
    n = len(at["score"])
    blank = [""] * n
    rows = zip(
        at["score"], at["excluded_from_calculations"], at.get("completed", blank), at.get("channel", blank),
        strict=True,
    )  # fmt: skip
    return Answers(raw.header, raw.columns, hints, {}, [_wootric_status(*row) for row in rows])


def _wootric_status(score: str, excluded: str, completed: str, channel: str) -> str:
    if channel.strip().lower().endswith(":test"):
        return "test"
    if truth(excluded):
        return "excluded"
    if not score.strip():
        return "unrated"
    return "partial" if truth(completed) is False else "complete"


DELIGHTED = Dialect("delighted", True, _delighted_fits, _delighted_read)
ASKNICELY = Dialect("asknicely", True, _asknicely_fits, _asknicely_read)
WOOTRIC = Dialect("wootric", True, _wootric_fits, _wootric_read)
