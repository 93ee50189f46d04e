"""What the platform that wrote the file settles: ids, dates, channel, language; what is never an answer."""

from __future__ import annotations

from cxtext.load.dialects.base import NEVER_AN_ANSWER
from cxtext.load.draft import Draft

_ROLE = {"group": "group of a score", "other": "text beside a choice", "staff": "staff text",
         "vendor": "platform's analysis", "meta": "-", "started": "started"}  # fmt: skip


def use_platform(draft: Draft) -> None:
    """Roles that need no guess. What the user declared stands."""
    form = draft.files.inputs.form
    if form is None:
        return
    config, label = draft.config, draft.files.label
    trial = ", experimental" if form.experimental else ""
    draft.note("N_DIALECT", "", f"read as {form.dialect}{trial}: {form.why}")
    declared = {
        config.id, config.respondent, config.channel, config.weight, *config.comment, *config.segment,
        *config.keep_pii, *(s.column for s in config.score), (config.date or "").rsplit("@", 1)[0],
    }  # fmt: skip
    personal = []
    for column, hint in form.hints.items():
        if hint.role not in NEVER_AN_ANSWER or column in declared:
            continue
        if hint.role == "personal":
            personal.append(column)
            draft.role[label, column] = ("personal", hint.why)
        else:
            draft.role[label, column] = (_ROLE[hint.role], hint.why)
    if personal:
        text = f"{', '.join(personal)} hold personal data and are left out; --keep-pii keeps one"
        draft.note("N_PII", "", text)
    _take(draft, "id")
    _take(draft, "respondent")
    if config.channel is None and len(found := draft.hinted("channel")) == 1:
        draft.update(channel=found[0])
        draft.mark(found[0], "channel", form.hints[found[0]].why)
    if found := draft.hinted("language"):
        draft.language = found[0]
        draft.mark(found[0], "language", form.hints[found[0]].why)
    if form.on_duplicate and "on_duplicate" not in config.model_fields_set and draft.config.id:
        draft.update(on_duplicate=form.on_duplicate)
        draft.note("N_ON_DUPLICATE", "", f"rows that share an id: the {form.on_duplicate} counts")


def _take(draft: Draft, role: str) -> None:
    found = draft.hinted(role)
    if getattr(draft.config, role) is not None or len(found) != 1:
        return
    if role == "id" and draft.files.comments and found[0] not in draft.files.comments[1].cells.columns:
        return
    draft.update(**{role: found[0]})
    draft.mark(found[0], role, draft.files.inputs.hints[found[0]].why)
