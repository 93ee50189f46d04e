"""Tables with one row an answer, brought to one row a response and one column a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cxtext.config import Config
from cxtext.errors import InputError
from cxtext.load.dialects.base import mostly_dates
from cxtext.load.issues import Issue, examples, summary
from cxtext.load.keys import clean_keys, shown
from cxtext.load.long_columns import LongColumns, long_columns
from cxtext.load.records import Records, clean_name, clean_names, is_blank, stripped
from cxtext.load.words import DATE, NOT_A_DATE, has_word, header_words, strength

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_NO_QUESTION = "(no question)"


class Answers(NamedTuple):
    """For every row the response (0, 1 ...) and the question (0, 1 ...); the questions' column names."""

    response: pd.Series
    question: pd.Series
    names: list[str]


def as_wide(config: Config, records: Records, label: str) -> tuple[Config, Records, list[Issue]]:
    """One row a response, where the table is long; as it is where it is not.

    Rows of one file that share an id are a response; a row with a blank id is one of its own. ``origin`` then
    has ``rows``, the number of the file's rows behind each response, and ``row`` is the first of them. The
    config that comes back names the layout and its columns.

    Raises
    ------
    ColumnError
        One of the columns is not clear.
    InputError
        A response answers one question with several numbers.
    """
    import pandas as pd

    head = _is_header(records)
    body = records.only(~head) if head.any() else records
    columns = long_columns(config, body, label)
    if columns is None:
        return config, records, []
    answers = find_answers(body, columns)
    cells, issues = _attributes(config, body, columns, answers.response, label)
    filled, found = _answers(config, body, columns, answers, label)
    wide = pd.concat([cells, filled], axis=1)
    wide.columns = pd.Index([*cells.columns, *answers.names])
    first = ~answers.response.duplicated()
    origin = body.origin[first].reset_index(drop=True)
    origin["rows"] = answers.response.value_counts(sort=False).sort_index().to_numpy()
    done = Records(wide, origin, records.form)
    shown_values = ", ".join(columns.values)
    text = (
        f"every row is an answer: {len(body.cells):,} rows ({columns.question}, {shown_values}) are "
        f"{len(wide):,} responses ({columns.id}) to {len(answers.names)} questions"
    )
    issues = [summary(label, "N_LONG", "note", text), *issues, *found]
    config = config.model_copy(
        update={"layout": "long", "question_col": columns.question, "value_col": columns.values}
        | ({} if config.id or config.respondent else {"id": columns.id})
    )
    return config, _with_headers(done, records.only(head)) if head.any() else done, issues


def find_answers(records: Records, columns: LongColumns) -> Answers:
    """Which response and which question every row is about."""
    import pandas as pd

    ids = clean_keys(records.cells[columns.id])
    key = records.origin["file"].astype("str") + "\0" + ids
    key = key.where(
        ids != "", records.origin["file"].astype("str") + "\0\0" + records.origin["row"].astype("str")
    )
    response = pd.Series(key.factorize()[0], index=key.index)
    raw, distinct = records.cells[columns.question].factorize()
    texts, names = pd.factorize(
        pd.Series([clean_name(text) or _NO_QUESTION for text in distinct], dtype="str")
    )
    question = pd.Series(texts).take(raw).set_axis(key.index)
    taken = [str(c) for c in records.cells.columns if c not in (columns.question, *columns.values)]
    return Answers(response, question, clean_names([*taken, *names])[0][len(taken) :])


def _answers(
    config: Config, records: Records, columns: LongColumns, answers: Answers, label: str
) -> tuple[pd.DataFrame, list[Issue]]:
    """A column for every question. Several texts of one response are joined by ``; ``."""
    import numpy as np
    import pandas as pd

    n = int(answers.response.max()) + 1 if len(answers.response) else 0
    frame = pd.DataFrame(
        {"r": answers.response, "q": answers.question, "v": columns.answers(records.cells)}
    ).assign(file=records.origin["file"], row=records.origin["row"])
    frame = frame[~is_blank(frame["v"])].drop_duplicates(["r", "q", "v"])
    again = frame.duplicated(["r", "q"], keep=False)
    issues: list[Issue] = []
    if again.any() and config.on_duplicate == "first":
        frame = frame.drop_duplicates(["r", "q"])
    elif again.any():
        several = frame[again]
        _refuse_numbers(several, records, columns, answers, label)
        text = f"{len(several.drop_duplicates(['r', 'q'])):,} answers stand in several rows; joined by '; '"
        issues.append(summary(label, "N_LONG_SEVERAL", "note", text, columns.values[0]))
        joined = several.groupby(["r", "q"], sort=False)["v"].agg("; ".join)
        frame = frame.drop_duplicates(["r", "q"]).set_index(["r", "q"])
        frame.loc[joined.index, "v"] = joined
        frame = frame.reset_index()
    wide = {}
    for _, rows in frame.groupby("q", sort=False):
        cells = np.full(n, "", dtype=object)
        cells[rows["r"].to_numpy()] = rows["v"].to_numpy(dtype=object)
        wide[int(rows["q"].iloc[0])] = pd.Series(cells, dtype="str")
    blank = pd.Series([""] * n, dtype="str")
    out = pd.concat([wide.get(q, blank) for q in range(len(answers.names))], axis=1)
    if _NO_QUESTION in answers.names:
        odd = is_blank(records.cells[columns.question])
        text = f"{odd.sum():,} rows name no question; their answers are in the column {_NO_QUESTION}"
        issues.append(summary(label, "W_LONG_NO_QUESTION", "warning", text, columns.question))
        issues += examples(records.origin[odd], "W_LONG_NO_QUESTION", "warning", "kept", columns.question)
    return out, issues


def _refuse_numbers(
    several: pd.DataFrame, records: Records, columns: LongColumns, answers: Answers, label: str
) -> None:
    """Two numbers for one question are no choice of several: one of them is wrong."""
    numbers = (
        stripped(several["v"]).str.fullmatch(_NUMBER).groupby([several["r"], several["q"]]).transform("all")
    )
    if not numbers.any():
        return
    wrong = several[numbers]
    first = wrong[(wrong["r"] == wrong["r"].iloc[0]) & (wrong["q"] == wrong["q"].iloc[0])]
    key = records.cells.loc[first.index[:1], columns.id]
    raise InputError(
        f"{len(wrong.drop_duplicates(['r', 'q'])):,} questions are answered twice by one response.",
        where=f"{label}, column {columns.values[0]!r}",
        found=f"{shown(key)} says {' and '.join(first['v'].head(3))} to "
        f"{answers.names[int(first['q'].iloc[0])]!r} "
        f"(rows {', '.join(str(row) for row in first['row'].head(3))})",
        do="Remove the rows that do not count, or give --on-duplicate first. If the id names a person who "
        "answered several times, name the response's id with --id.",
    )  # fmt: skip


def _attributes(
    config: Config, records: Records, columns: LongColumns, response: pd.Series, label: str
) -> tuple[pd.DataFrame, list[Issue]]:
    """What is known of a response: the first filled cell of its rows.

    Columns that differ within most responses speak of single answers and are left out, dates excepted.
    """
    import pandas as pd

    said = _declared(config)
    several = response.duplicated(keep=False)
    n_several = int(response[several].nunique())
    kept: dict[str, pd.Series] = {}
    of_answers, issues = [], []
    for name in records.cells.columns:
        if name in (columns.question, *columns.values):
            continue
        cells = records.cells[name]
        filled = ~is_blank(cells)
        codes = pd.Series(cells.factorize()[0], index=cells.index)[filled & several]
        spread = codes.groupby(response[filled & several]).agg(["min", "max"])
        n_differ = int((spread["min"] != spread["max"]).sum())
        words = header_words(str(name))
        named = bool(strength(words, *DATE)) and not has_word(words, NOT_A_DATE)
        is_date = named or mostly_dates(stripped(cells[filled].head(200)).tolist())
        if n_differ > 0.5 * n_several and name not in said and not is_date:
            of_answers.append(str(name))
            continue
        if n_differ:
            text = f"{n_differ:,} responses have several values: the first is taken"
            issues.append(summary(label, "W_LONG_DIFFERS", "note" if is_date else "warning", text, str(name)))
        first = cells[filled].groupby(response[filled], sort=True).first()
        kept[str(name)] = first.reindex(range(int(response.max()) + 1), fill_value="").astype("str")
    if of_answers:
        text = f"{', '.join(of_answers)} differ between the answers of a response and are left out"
        issues.append(summary(label, "N_LONG_LEFT_OUT", "note", text))
    return pd.DataFrame(kept).reset_index(drop=True), issues


def _declared(config: Config) -> set[str]:
    names = {config.id, config.respondent, config.channel, config.weight, config.date, *config.segment}
    return {name for name in names if name} | {(config.date or "").rsplit("@", 1)[0]}


def _is_header(records: Records) -> pd.Series:
    """True for rows that repeat the header."""
    import pandas as pd

    if "status" not in records.origin:
        return pd.Series(False, index=records.cells.index)
    return records.origin["status"].astype("str") == "header"


def _with_headers(wide: Records, headers: Records) -> Records:
    """Repeated header rows below the responses: they are left out later, and counted."""
    import pandas as pd

    blank = pd.DataFrame("", index=headers.cells.index, columns=wide.cells.columns, dtype="str")
    cells = pd.concat([wide.cells, blank], ignore_index=True)
    origin = pd.concat([wide.origin, headers.origin.assign(rows=1)], ignore_index=True)
    return Records(cells, origin, wide.form)
