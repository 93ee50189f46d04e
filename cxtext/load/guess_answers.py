"""Score and comment columns, where they are not declared; the scales of all scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.config import Config, Score
from cxtext.errors import ColumnError, CxtextError
from cxtext.load import roles, words
from cxtext.load.draft import Draft, Files
from cxtext.load.label_choice import choose_labels
from cxtext.load.label_sets import codes_of_labels, label_sets
from cxtext.load.likely import by_score, by_text
from cxtext.load.plan import Note
from cxtext.load.roles import Candidate, best, describe
from cxtext.load.scale_choice import scale_doubt, scale_of, settle_scale
from cxtext.load.score_values import read_codes

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.load.records import Records


def guess_scores(draft: Draft) -> None:
    """One column a metric, where exactly one is clearest. Declared scores end the search."""
    if draft.config.score:
        return
    config = draft.config
    taken = {config.id, config.respondent, *config.comment, *config.segment}
    free = draft.cells[[c for c in draft.open_columns() if c not in taken]]
    found: list[Score] = []
    asked = False
    said = [hint.metric for hint in draft.files.inputs.hints.values() if hint.metric]
    for metric in dict.fromkeys([*words.METRICS, *said]):
        candidates = _said_by_platform(draft, metric) or best(
            roles.score_candidates(free, metric, draft.texts) if metric in words.METRICS else []
        )
        if len(candidates) == 1:
            found.append(_score(draft, metric, candidates[0].column))
        elif candidates:
            asked = True
            do = f'Give the one that counts: --score "{metric}={candidates[0].column}".'
            draft.ask("scores", f"Several columns could be the {metric} score.", candidates, do)
    if not found and not asked:
        seen, flag = by_score(draft.everything(), draft.cells)
        do = f'--score "{flag}"' if flag else "--score nps=COL@0-10"
        do = f"Name it, for example {do} (nps, csat, ces or a name of yours)."
        _ask_for(draft, "scores", "No column is obviously a score.", seen, do)
    draft.update(score=tuple(found))


def _said_by_platform(draft: Draft, metric: str) -> list[Candidate]:
    hints = draft.files.inputs.hints
    return [
        Candidate(column, 3, hints[column].why)
        for column in draft.hinted("score")
        if hints[column].metric == metric
    ]


def _score(draft: Draft, metric: str, column: str) -> Score:
    hint = draft.files.inputs.hints.get(column)
    low, high = hint.scale if hint and hint.scale else (None, None)
    return Score(metric=metric, column=column, scale_min=low, scale_max=high)


def settle_scores(draft: Draft) -> None:
    """Scale and direction of every score; what cannot be told is asked."""
    settled: list[Score] = []
    for score in draft.config.score:
        cells = draft.cells[score.column]
        try:
            done, name, notes = _settle(draft, score)
        except CxtextError as error:
            draft.ask_or_note("scores", error)
            continue
        draft.notes += notes
        if name:
            draft.update(labels={**draft.config.labels, score.column: name})
        settled.append(done)
        why = "declared" if score.scale_min is not None else describe(cells)
        draft.mark(score.column, f"score {score.metric}", why)
    stray = [c for c in draft.config.missing if c not in [s.column for s in draft.config.score]]
    if stray and draft.config.score:
        raise ColumnError(
            "--missing names a column that is no score.", where="--missing", found=", ".join(stray),
            do=f"Scores: {', '.join(s.column for s in draft.config.score)}.",
        )  # fmt: skip
    draft.update(score=tuple(settled))


def _settle(draft: Draft, score: Score) -> tuple[Score, str | None, list[Note]]:
    config, inputs = draft.config, draft.files.inputs
    cells, missing = inputs.cells[score.column], config.missing.get(score.column, ())
    labels = codes_of_labels(config, score.column)
    codes = read_codes(cells, missing, labels)
    name: str | None = None
    notes: list[Note] = []
    said = config.labels.get(score.column)
    hint = inputs.hints.get(score.column)
    if said is None or isinstance(said, str):
        hinted = said or (hint.labels if hint else None)
        score, name, notes = choose_labels(score, cells, codes, hinted, draft.files.label)
    elif score.scale_min is None:
        score = score.model_copy(update={"scale_min": min(said.values()), "scale_max": max(said.values())})
    if name:
        codes = read_codes(cells, missing, label_sets()[name].codes)
    done, more = settle_scale(score, codes, inputs)
    # Labels and platforms say which scale was asked; anything else may be a slip.
    sure = name is not None or labels is not None or (hint is not None and hint.scale == scale_of(done))
    doubt = [] if sure else scale_doubt(score, scale_of(done), codes)
    return done, name, [*notes, *more, *doubt]


def guess_comments(draft: Draft) -> None:
    """The clearest comment column of the comments file and of the inputs."""
    if draft.config.comment:
        _mark_comments(draft, "declared")
        return
    config, files = draft.config, draft.files
    taken = {config.id, config.respondent, *(s.column for s in config.score)}
    mine = draft.cells[draft.open_columns()]
    sources = [(_open_cells(files.comments[1]), files.comments[1].texts)] if files.comments else []
    chosen: list[str] = draft.hinted("comment") or draft.hinted("comment", blank=True)
    asked = False
    for cells, texts in (*sources, *([] if chosen else [(mine, draft.texts)])):
        free = cells[[c for c in cells.columns if c not in taken and c not in chosen]]
        candidates = best(roles.comment_candidates(free, texts)) or _only_text(draft, free)
        candidates = candidates or roles.free_texts(free)
        if len(candidates) == 1:
            chosen.append(candidates[0].column)
        elif candidates and not chosen:
            asked = True
            flags = " ".join(f'--comment "{c.column}"' for c in candidates[:3])
            draft.ask(
                "comments", "Several columns could be the comment.", candidates, f"Give {flags}, or one."
            )
    if not chosen and not asked:
        beside = [
            Candidate(c, 1, f"text beside a choice; {describe(draft.cells[c])}")
            for c in draft.hinted("other")
        ]
        frames = [draft.cells, *([files.comments[1].cells] if files.comments else [])]
        columns = {str(c): cells[c] for cells in frames for c in cells.columns}
        seen, column = by_text([*draft.everything(), *beside], columns)
        do = f'--comment "{column}"' if column else "--comment COL"
        _ask_for(draft, "comments", "No column is obviously a comment.", seen, f"Name it, for example {do}.")
    draft.update(comment=tuple(chosen))
    _mark_comments(draft, "named like a comment")


def _ask_for(draft: Draft, need: str, what: str, seen: list[Candidate], do: str) -> None:
    """The question, or what stands in its place where the export holds no answers at all."""
    if not seen:
        what = "The export holds no answers to questions, only the platform's own columns."
        do = "Export it again with the questions."
        if any(q.what == what for q in draft.questions):
            return
    draft.ask(need, what, seen, do)


def _only_text(draft: Draft, free: pd.DataFrame) -> list[Candidate]:
    """The open questions of the platform, where no header says which one is the comment; not those that were
    answered with numbers.
    """
    return [
        Candidate(c, 1, f"an open question; {describe(free[c])}")
        for c in draft.hinted("text")
        if c in free.columns and roles.reads_like_text(free[c])
    ]


def _open_cells(records: Records) -> pd.DataFrame:
    """The columns of a comments file that may hold a customer's words."""
    hints = records.hints
    names = [str(c) for c in records.cells.columns]
    return records.cells[[c for c in names if c not in hints or hints[c].role in ("text", "comment")]]


def comment_sources(config: Config, files: Files) -> tuple[list[str], list[str]]:
    """The comment columns that come from the inputs, and those that come from the comments file."""
    there = list(files.comments[1].cells.columns) if files.comments else []
    return [c for c in config.comment if c not in there], [c for c in config.comment if c in there]


def _mark_comments(draft: Draft, why: str) -> None:
    from_inputs, from_file = comment_sources(draft.config, draft.files)
    for column in from_inputs:
        draft.mark(column, "comment", f"{why}; {describe(draft.cells[column])}")
    if draft.files.comments:
        label, other = draft.files.comments
        for column in from_file:
            draft.role[label, column] = ("comment", f"{why}; {describe(other.cells[column])}")
            if column in draft.cells.columns:
                draft.note("N_COMMENT", column, f"{column} is in both files; it is taken from {label}")
