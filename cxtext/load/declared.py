"""The columns that the user named."""

from __future__ import annotations

from cxtext.config import Config
from cxtext.errors import ColumnError
from cxtext.load.columns import find_column
from cxtext.load.dates import split_order
from cxtext.load.draft import Draft
from cxtext.load.label_sets import check_labels
from cxtext.load.records import clean_name


def find_declared(draft: Draft) -> None:
    """Every declared name becomes the column's own spelling; unknown names raise."""
    config, label = draft.config, draft.files.label
    inputs = list(draft.cells.columns)
    anywhere = [*inputs, *(c for _, other in draft.files.joins for c in other.cells.columns)]
    with_comments = [*(draft.files.comments[1].cells.columns if draft.files.comments else ()), *inputs]
    update: dict[str, object] = {}
    for key in ("id", "respondent"):
        if name := getattr(config, key):
            update[key] = find_column(name, inputs, f"--{key}", label)
    for key in ("channel", "weight"):
        if name := getattr(config, key):
            update[key] = find_column(name, anywhere, f"--{key}", label)
    if config.date and clean_name(config.date) not in anywhere:
        name, order = split_order(config.date)
        update["date"] = find_column(name, anywhere, "--date", label) + (f"@{order}" if order else "")
    elif config.date:
        update["date"] = clean_name(config.date)
    update["segment"] = tuple(find_column(n, anywhere, "--segment", label) for n in config.segment)
    update["keep_pii"] = tuple(find_column(n, anywhere, "--keep-pii", label) for n in config.keep_pii)
    update["comment"] = tuple(find_column(n, with_comments, "--comment", label) for n in config.comment)
    update["score"] = tuple(
        s.model_copy(update={"column": find_column(s.column, inputs, "--score", label)}) for s in config.score
    )
    update["missing"] = {find_column(n, inputs, "--missing", label): v for n, v in config.missing.items()}
    update["labels"] = {find_column(n, inputs, "--labels", label): v for n, v in config.labels.items()}
    draft.config = config.model_copy(update=update)
    check_labels(draft.config)
    _refuse_double_use(draft.config)
    for key in ("id", "respondent", "channel", "weight"):
        if column := getattr(draft.config, key):
            draft.mark(column, key, "declared")
    for column in draft.config.segment:
        draft.mark(column, "segment", "declared")


def _refuse_double_use(config: Config) -> None:
    scores = [s.column for s in config.score]
    comments = list(config.comment)
    for what, used in (
        ("--score", scores),
        ("--comment", comments),
        ("--score and --comment", scores + comments),
    ):
        if twice := {c for c in used if used.count(c) > 1}:
            raise ColumnError(
                "A column is named twice.", where=what, found=", ".join(sorted(twice)), do="Name it once."
            )
