"""Date, channel, language, joined segments and personal data: never asked for, used where obvious."""

from __future__ import annotations

from cxtext.errors import CxtextError
from cxtext.load import roles, words
from cxtext.load.dates import read_dates
from cxtext.load.draft import Draft, date_of, zone_of
from cxtext.load.pii import personal_kind
from cxtext.load.roles import best

_MAX_SEGMENT_VALUES = 30


def settle_date(draft: Draft) -> None:
    """A declared date must be readable; a guessed one is dropped with a note where it is not."""
    if draft.config.date is None:
        _guess_date(draft)
        return
    name, order = date_of(draft.config.date, draft.columns_anywhere())
    label, owner = next(source for source in draft.sources() if name in source[1].cells.columns)
    try:
        dates = read_dates(owner.cells[name], name, order, label, zone_of(draft.config, owner, name))
    except CxtextError as error:
        draft.questions.append(error)
        return
    draft.mark(name, "date", f"declared; {dates.format}")
    _note_zone(draft, name, dates.zone_stated)


def guess_others(draft: Draft) -> None:
    """Channel and language by their headers; short attributes of joined files as segments."""
    for role, vocabulary in (("channel", words.CHANNEL), ("language", words.LANGUAGE)):
        free = [c for c in draft.open_columns() if (draft.files.label, c) not in draft.role]
        found = roles.named_like(draft.cells[free], vocabulary)
        if len(found) != 1 or (draft.config.channel if role == "channel" else draft.language):
            continue
        draft.mark(found[0].column, role, found[0].why)
        if role == "language":
            draft.language = found[0].column
        else:
            draft.update(channel=found[0].column)
    if not draft.config.segment:
        _join_segments(draft)


def mark_personal(draft: Draft) -> None:
    """Columns that look like personal data and have no role, or are keys, are left out, and said."""
    for label, other in draft.sources():
        for column in other.cells.columns:
            role, _ = draft.role.get((label, column), ("", ""))
            if role not in ("", "-", "id", "respondent") or column in draft.config.keep_pii:
                continue
            kind = personal_kind(other.cells[column])
            if not kind and (text := other.texts.get(column)):
                # A matrix or a form names its fields at the end of the question.
                kind = personal_kind(other.cells[column].rename(text.rsplit(" - ", 1)[-1]))
            if not kind:
                continue
            role = role.strip("-")
            draft.role[label, column] = (f"{role}, personal" if role else "personal", kind)
            use = f"; it stays the {role}, which reports may show" if role else ""
            text = f"{column} looks like personal data ({kind}) and is left out{use}; --keep-pii keeps it"
            draft.note("N_PII", column, text)


def _guess_date(draft: Draft) -> None:
    free = draft.cells[[c for c in draft.open_columns() if (draft.files.label, c) not in draft.role]]
    said = [roles.Candidate(c, 3, draft.files.inputs.hints[c].why) for c in draft.hinted("date")]
    found = said or best(roles.date_candidates(free))
    if len(found) > 1:
        names = ", ".join(c.column for c in found)
        draft.note("N_DATE", "", f"{names} could each be the date: none is used; choose with --date")
    if len(found) != 1:
        return
    name = found[0].column
    try:
        zone = zone_of(draft.config, draft.files.inputs, name)
        dates = read_dates(draft.cells[name], name, None, draft.files.label, zone)
    except CxtextError as error:
        draft.note("N_DATE", name, f"{name} is not used as the date: {error.what} {error.do or ''}".strip())
        return
    if dates.refused.any():
        text = f"{name} is not used as the date: {dates.refused.sum():,} rows do not fit {dates.format}"
        draft.note("N_DATE", name, f"{text}; --date uses it without them")
        return
    draft.update(date=name)
    draft.mark(name, "date", f"{found[0].why}; {dates.format}")
    _note_zone(draft, name, dates.zone_stated)


def _note_zone(draft: Draft, name: str, stated: bool) -> None:
    if not stated:
        draft.note("N_TIME_ZONE", name, f"{name} names no time zone and is taken as UTC; --tz says it")


def _join_segments(draft: Draft) -> None:
    chosen: list[str] = []
    for label, other in draft.files.joins:
        for column in other.cells.columns:
            taken = column in draft.cells.columns or (label, column) in draft.role or column in chosen
            n = other.cells[column].replace("", None).nunique()
            if taken or not 2 <= n <= _MAX_SEGMENT_VALUES or personal_kind(other.cells[column]):
                continue
            chosen.append(column)
            draft.role[label, column] = ("segment", f"joined; {n} different values")
    draft.update(segment=tuple(chosen))
