"""Zendesk, Intercom and Freshdesk: ratings of conversations and tickets."""

from __future__ import annotations

import ast
import json
from typing import Any

from cxtext.load.dialects.base import (
    NO,
    Answers,
    Dialect,
    Fit,
    Hint,
    Raw,
    answers_of,
    as_rows,
    has_columns,
    places,
)
from cxtext.load.jsonlines import cell_text

_RATED = {"good", "bad", "good_with_comment", "bad_with_comment"}
_NOT_RATED = {"offered", "unoffered", "not offered", "-", ""}
_TICKET_SCORES = ("Satisfaction Score", "Ticket satisfaction rating")  # of lists of tickets as CSV
_STAFF_IDS = {name: Hint("meta", "of the staff") for name in ("assignee_id", "group_id", "agent_id")}
_DATES = {
    "created_at": Hint("started", "when it was asked", zone="UTC"),
    "updated_at": Hint("date", "last change", zone="UTC"),
}
_ZENDESK = _STAFF_IDS | _DATES | {
    "id": Hint("id", "the platform's rating id"),
    "ticket_id": Hint("meta", "the ticket"),
    "requester_id": Hint("respondent", "who asked for help"),
    "score": Hint("score", "good or bad", "csat", labels="zendesk-rating"),
    "comment": Hint("comment", "the comment"),
    "reason": Hint("meta", "a category, no words of the customer"),
    "reason_id": Hint("meta", "a category, no words of the customer"),
}  # fmt: skip
_TICKETS = {
    "Id": Hint("id", "the ticket"),
    "Ticket ID": Hint("id", "the ticket"),
    "Requester id": Hint("respondent", "who asked for help"),
    "Satisfaction Score": Hint("score", "good or bad", "csat", labels="zendesk-rating"),
    "Ticket satisfaction rating": Hint("score", "good or bad", "csat", labels="zendesk-rating"),
    "Satisfaction Comment": Hint("comment", "the comment"),
    "Ticket satisfaction comment": Hint("comment", "the comment"),
    "Ticket satisfaction reason": Hint("meta", "a category, no words of the customer"),
    "Requester ID": Hint("respondent", "who asked for help"),
    "Satisfaction Reason": Hint("meta", "a category, no words of the customer"),
    "Assignee": Hint("staff", "of the staff"),
    "Submitter": Hint("personal", "a person's name"),
    "Requester": Hint("personal", "a person's name"),
    "Requester email": Hint("personal", "an e-mail address"),
    "Requester external id": Hint("meta", "another id of the person"),
    "Created at": Hint("started", "when the ticket was opened"),
    "Updated at": Hint("meta", "last change"),
    "Assigned at": Hint("meta", "when it was taken up"),
    "Initially assigned at": Hint("meta", "when it was taken up"),
    "Solved at": Hint("date", "when the ticket was solved"),
}
_CSAT = {
    "id": Hint("id", "the platform's response id"),
    "responder_id": Hint("respondent", "who answered"),
    "ticket_id": Hint("meta", "the ticket"),
    "rating": Hint("score", "a rating of 1 to 5", "csat", (1, 5)),
    "comment": Hint("comment", "the comment"),
    "updated_at": _DATES["updated_at"],
}
_INTERCOM = {
    "conversation_id": Hint("meta", "the conversation"),
    "contact_id": Hint("respondent", "who answered"),
    "rating": Hint("score", "a rating of 1 to 5", "csat", (1, 5)),
    "remark": Hint("comment", "the remark"),
    "created_at": Hint("date", "when the rating was asked for", zone="UTC"),
    "teammate_id": Hint("meta", "of the staff"),
    "Conversation ID": Hint("id", "the conversation"),
    "Conversation rating": Hint("score", "a rating of 1 to 5", "csat", (1, 5)),
    "Conversation rating remark": Hint("comment", "the remark"),
}
_MESSAGES = {
    "message_id": Hint("meta", "the message"),
    "message_body": Hint("comment", "a message"),
    "message_created_at": Hint("date", "when it was written", zone="UTC"),
}
_FRESHDESK = _STAFF_IDS | {
    "id": Hint("id", "the platform's rating id"),
    "survey_id": Hint("meta", "the survey"),
    "user_id": Hint("respondent", "who answered"),
    "ticket_id": Hint("meta", "the ticket"),
    "feedback": Hint("comment", "the comment"),
    "created_at": Hint("date", "when it was answered", zone="UTC"),
    "updated_at": Hint("meta", "last change"),
    "default_question": Hint("score", "103 very happy to -103 very unhappy", "csat", labels="freshdesk"),
}


def _ratings_fits(raw: Raw) -> Fit:
    if (at := _ticket_score(raw)) is not None:
        said = {cell.lower() for cell in raw.cells(at)}
        return Fit(0.9, (f"tickets with a {raw.names[at]}",)) if said and said <= _RATED | _NOT_RATED else NO
    if "satisfaction_rating" in raw.names:
        tickets = raw.cells(raw.names.index("satisfaction_rating"))
        if tickets and all(_nested(cell) is not None for cell in tickets):
            return Fit(0.9, ("tickets with a satisfaction_rating",))
    fit = has_columns(raw, ("id", "score", "ticket_id"), ("reason", "requester_id", "comment"))
    said = {cell.lower() for cell in raw.cells(raw.names.index("score"))} if fit.score else set()
    return fit if said and said <= _RATED | _NOT_RATED else NO


def _ratings_read(raw: Raw) -> Answers:
    if (at := _ticket_score(raw)) is not None:
        said = raw.columns[at].to_pylist()
        status = ["unrated" if cell.strip().lower() in _NOT_RATED else "complete" for cell in said]
        return Answers(raw.header, raw.columns, places(raw, _TICKETS), {}, status)
    rows = as_rows(raw)
    if "score" not in raw.names:
        # A ticket holds its rating as a nested value, in JSON or as Python writes it.
        for row in rows:
            rating = _nested(row.pop("satisfaction_rating")) or {}
            row |= {key: cell_text(rating.get(key)) for key in ("score", "comment", "reason")}
    status = []
    for row in rows:
        said = row["score"].strip().lower()
        status.append("unrated" if said in _NOT_RATED else "complete")
        row["score"] = said.removesuffix("_with_comment") if said in _RATED else said
    return answers_of(rows, _ZENDESK, status)._replace(on_duplicate="latest")


def _ticket_score(raw: Raw) -> int | None:
    return next((raw.names.index(name) for name in _TICKET_SCORES if name in raw.names), None)


def _nested(cell: str) -> dict[str, Any] | None:
    """A dict written in JSON or as Python's repr."""
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        try:
            found = ast.literal_eval(cell)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
    return found if isinstance(found, dict) and "score" in found else None


def _csat_fits(raw: Raw) -> Fit:
    some = raw.documents[:200]
    if some and all(isinstance(d.get("answers"), list) and "subjects" in d for d in some):
        return Fit(1.0, ("objects with answers and subjects",))
    return NO


def _csat_read(raw: Raw) -> Answers:
    rows, status = [], []
    for doc in raw.documents:
        row = {"id": cell_text(doc.get("id")), "responder_id": cell_text(doc.get("responder_id"))}
        tickets = [s for s in doc["subjects"] or [] if isinstance(s, dict) and s.get("type") == "ticket"]
        row["ticket_id"] = cell_text(tickets[0].get("id")) if tickets else ""
        times = []
        for answer in doc["answers"]:
            for key in ("rating", "rating_category", "comment"):
                if answer.get(key) is not None:
                    n = sum(name.startswith(key) for name in row if name.split(" ")[0] == key)
                    row[key if not n else f"{key} {n + 1}"] = cell_text(answer[key])
            times.append(cell_text(answer.get("updated_at")))
        row["updated_at"] = max(times, default="")
        rows.append({"rating": "", "comment": "", **row})
        status.append("complete" if "rating" in row or "comment" in row else "unrated")
    table = _CSAT | {"rating_category": Hint("group", "derived from the rating")}
    return answers_of(rows, table, status)._replace(on_duplicate="latest")


def _intercom_fits(raw: Raw) -> Fit:
    some = raw.documents[:200]
    if some and all(_rating(doc) is not None for doc in some):
        return Fit(0.9, ("objects with a rating, its remark and contact",))
    return has_columns(raw, ("Conversation ID", "Conversation rating")) if raw.kind != "json" else NO


def _intercom_read(raw: Raw) -> Answers:
    if not raw.documents:
        return Answers(raw.header, raw.columns, places(raw, _INTERCOM))
    rows = []
    for doc in raw.documents:
        rating = _rating(doc) or {}
        row = {key: cell_text(rating.get(key)) for key in ("rating", "remark", "created_at")}
        contact, mate = rating.get("contact") or {}, rating.get("teammate") or {}
        row["conversation_id"] = cell_text(doc.get("id")) if rating is not doc else ""
        row["contact_id"] = cell_text(contact.get("external_id") or contact.get("id"))
        rows.append(row | {"teammate_id": cell_text(mate.get("id"))})
    status = ["complete" if row["rating"] else "unrated" for row in rows]
    return answers_of(rows, _INTERCOM, status)


def _rating(doc: dict[str, Any]) -> dict[str, Any] | None:
    inside = doc.get("conversation_rating", doc)
    if isinstance(inside, dict) and {"rating", "remark"} <= inside.keys():
        return inside
    return {} if "conversation_rating" in doc and inside is None else None


def _messages_fits(raw: Raw) -> Fit:
    return has_columns(raw, ("conversation_id", "message_id", "message_body"), ("message_author_type",))


def _messages_read(raw: Raw) -> Answers:
    hints = places(raw, _MESSAGES)
    status = None
    if "message_author_type" in raw.names:
        authors = raw.columns[raw.names.index("message_author_type")].to_pylist()
        customers = ("user", "lead", "contact")
        status = ["complete" if who.strip().lower() in customers else "staff" for who in authors]
    return Answers(raw.header, raw.columns, hints, {}, status)


def _freshdesk_fits(raw: Raw) -> Fit:
    some = raw.documents[:200]
    if some and all(isinstance(d.get("ratings"), dict) and "ticket_id" in d for d in some):
        return Fit(1.0, ("objects with ratings, feedback and ticket_id",))
    return NO


def _freshdesk_read(raw: Raw) -> Answers:
    rows = [
        {key: cell_text(v) for key, v in doc.items() if key != "ratings"}
        | {key: cell_text(v) for key, v in doc["ratings"].items()}
        for doc in raw.documents
    ]
    return answers_of(rows, _FRESHDESK)


ZENDESK_RATINGS = Dialect("zendesk_ratings", True, _ratings_fits, _ratings_read)
ZENDESK_CSAT = Dialect("zendesk_csat", True, _csat_fits, _csat_read)
INTERCOM = Dialect("intercom", True, _intercom_fits, _intercom_read)
INTERCOM_MESSAGES = Dialect("intercom_messages", True, _messages_fits, _messages_read)
FRESHDESK = Dialect("freshdesk", True, _freshdesk_fits, _freshdesk_read)
