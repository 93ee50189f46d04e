"""From a file as it was read to plain answers, with what its platform says about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cxtext.load.dialects import recognise
from cxtext.load.dialects.base import Answers, Form, Raw
from cxtext.load.issues import Issue, summary
from cxtext.load.records import clean_names

if TYPE_CHECKING:
    import pandas as pd

HEADER_ROWS = 5  # no platform has more below the first line


class Plain(NamedTuple):
    """Column names, Arrow columns, what the platform says, the status of every row, what was noticed."""

    names: list[str]
    columns: list
    form: Form | None
    status: pd.Series | None
    issues: list[Issue]


def plain_answers(raw: Raw, declared: str | None, label: str, where: object, limit: int | None) -> Plain:
    """The file read in its dialect; ``limit`` rows at most."""
    import pandas as pd

    dialect, fit = recognise(raw, declared, where)
    answers = dialect.read(raw)
    status = _repeated_headers(raw, answers)
    columns = answers.columns
    if limit is not None:
        columns = [column.slice(0, limit) for column in columns]
        status = None if status is None else status[:limit]
    names, twice = clean_names(answers.header)
    issues = [
        summary(label, "E_DUP_HEADER", "note", "the name occurs more than once; the later ones got a number",
                column=name, action="fixed")
        for name in dict.fromkeys(twice)
    ]  # fmt: skip
    issues += [summary(label, code, "note", text) for code, text in answers.notes]
    form = None
    if dialect.name == "generic" and answers.texts:
        texts = {names[i]: text for i, text in answers.texts.items()}
        form = Form("generic", False, "a table with its questions", {}, texts)
    elif dialect.name != "generic":
        trial = "; experimental: no real file has confirmed this yet" if dialect.experimental else ""
        issues.append(
            summary(label, "N_DIALECT", "note", f"read as {dialect.name}: {'; '.join(fit.reasons)}{trial}")
        )
        form = Form(
            dialect.name, dialect.experimental, "; ".join(fit.reasons),
            {names[i]: hint for i, hint in answers.hints.items()},
            {names[i]: text for i, text in answers.texts.items()},
            answers.on_duplicate,
        )  # fmt: skip
    kinds = None if status is None else pd.Series(pd.Categorical(status))
    return Plain(names, columns, form, kinds, issues)


def _repeated_headers(raw: Raw, answers: Answers) -> list[str] | None:
    """The status of every row; ``header`` where a row repeats one of the header rows.

    Files that were put below each other by hand hold the header again.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(answers.header) < 2 or not raw.columns or len(answers.columns[0]) == 0:
        return answers.status
    above = len(raw.columns[0]) - len(answers.columns[0]) if raw.kind != "json" else 0
    lines = [raw.header, *raw.head[:above]]
    width = min(len(raw.header), len(answers.columns))
    firsts = pa.array({line[0] for line in lines if sum(map(bool, line)) > 1}, pa.large_string())
    like = pc.is_in(answers.columns[0], value_set=firsts)
    heads = [line[:width] for line in lines]
    rows = ((i, [column[i].as_py() for column in answers.columns[:width]])
            for i in pc.indices_nonzero(like).to_pylist())  # fmt: skip
    places = [i for i, row in rows if row in heads]
    if not places:
        return answers.status
    status = answers.status or [""] * len(answers.columns[0])
    for i in places:
        status[i] = "header"
    return status
