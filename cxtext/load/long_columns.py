"""Tables with one row an answer: which column holds the question, which the answer, which the response."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cxtext.config import Config
from cxtext.errors import ColumnError
from cxtext.load.columns import find_column
from cxtext.load.records import Records, clean_name, is_blank, stripped
from cxtext.load.roles import looks_like_id
from cxtext.load.words import (
    ANSWER_COLUMN,
    PERSON,
    QUESTION_COLUMN,
    QUESTION_NUMBER,
    RESPONSE_ID,
    has_word,
    header_words,
)

if TYPE_CHECKING:
    import pandas as pd

_MOST_QUESTIONS = 500
_REPEATS = 0.8  # an id in one row of its own says nothing; some people answer one question only
_TWICE = 0.4  # a choice of several may take several rows


class LongColumns(NamedTuple):
    """The columns with the response's (or respondent's) id, the question and the answer: of several columns
    for numbers and texts the first that is filled.
    """

    id: str
    question: str
    values: tuple[str, ...]

    def answers(self, cells: pd.DataFrame) -> pd.Series:
        """The answer of every row."""
        found = cells[self.values[0]]
        for other in self.values[1:]:
            found = found.where(~is_blank(found), cells[other])
        return found


def long_columns(config: Config, records: Records, label: str) -> LongColumns | None:
    """The three columns where a row is an answer; None where a row is a response.

    Detected in a plain table where a column named like a question holds few different texts, a column is
    named like an answer, and an id repeats, hardly ever with the same question. Layout wide switches it off.

    Raises
    ------
    ColumnError
        The layout is long, declared or by all signs, and one of the columns is not clear.
    """
    declared = config.layout == "long" or bool(config.question_col or config.value_col)
    if config.layout == "wide" or (not declared and records.form is not None):
        return None
    cells = records.cells
    names = [str(c) for c in cells.columns]
    ask_value = "--value-col" if config.question_col or declared else "--layout long --value-col"
    if config.question_col:
        questions = [find_column(config.question_col, names, "--question-col", label)]
    else:
        questions = _questions(cells)
    if config.value_col:
        values = [find_column(name, names, "--value-col", label) for name in config.value_col]
    else:
        values = [c for c in names if _bare(c) in ANSWER_COLUMN and c not in questions]
        # Whoever names the answers as a comment or a score reads every row as a response.
        named = {clean_name(c) for c in (*config.comment, *(s.column for s in config.score))}
        if not declared and named & set(values):
            return None
    ids = _ids(config, cells, questions, label, declared)
    if not declared and not (questions and ids):
        return None
    _one(questions, "question", "--question-col", names, label)
    if not config.value_col and not _in_turn(cells, values):
        _one(values, "answer", ask_value, names, label)
    _one(ids, "response's id", "--id", names, label)
    if (n := cells[questions[0]].nunique()) > _MOST_QUESTIONS:
        raise ColumnError(
            f"{questions[0]!r} holds {n:,} different texts, too many for questions.", where=label,
            do="Name the column with the question: --question-col COL.",
        )  # fmt: skip
    return LongColumns(ids[0], questions[0], tuple(values))


def _one(found: list[str], what: str, flag: str, names: list[str], label: str) -> None:
    if len(found) == 1:
        return
    could = found or ["COL"]
    raise ColumnError(
        f"A row seems to be one answer: which column holds the {what}?", where=label,
        found=f"could be {', '.join(found[:12])}" if found else f"columns {', '.join(names[:12])}",
        do=f'Give {flag} "{could[0]}" (or another); --layout wide if every row is a whole response.',
    )  # fmt: skip


def _in_turn(cells: pd.DataFrame, values: list[str]) -> bool:
    """True for several columns of which no row fills two with different answers."""
    if len(values) < 2:
        return False
    first = LongColumns("", "", tuple(values)).answers(cells)
    return all((is_blank(cells[c]) | (stripped(cells[c]) == stripped(first))).all() for c in values)


def _questions(cells: pd.DataFrame) -> list[str]:
    """Columns named like a question with few different texts; texts rather than their numbers."""
    for vocabulary in (QUESTION_COLUMN, QUESTION_NUMBER):
        found = [
            str(c) for c in cells.columns
            if _bare(c) in vocabulary and 2 <= cells[c].nunique() <= min(_MOST_QUESTIONS, len(cells) / 2)
        ]  # fmt: skip
        if found:
            return found
    return []


def _ids(config: Config, cells: pd.DataFrame, questions: list[str], label: str, declared: bool) -> list[str]:
    """The clearest columns that are named like an id, repeat, and hold a question once."""
    said = config.id or config.respondent
    if said is not None:
        column = find_column(said, cells.columns, "--id" if config.id else "--respondent", label)
        fits = declared or any(_is_key(cells, column, q) for q in questions)
        return [column] if fits else []
    levels: dict[str, int] = {}
    for column in cells.columns:
        words = header_words(column)
        person = has_word(words, PERSON)
        level = 3 if has_word(words, RESPONSE_ID) and not person else 2 if words == " id " else 1
        named = level > 1 or looks_like_id(words)
        if named and column not in questions and any(_is_key(cells, column, q) for q in questions):
            levels[str(column)] = level
    return [c for c, level in levels.items() if level == max(levels.values())]


def _is_key(cells: pd.DataFrame, column: str, question: str) -> bool:
    """True where the column repeats, and hardly ever with the same question."""
    pairs = cells.loc[~is_blank(cells[column]), [column, question]]
    if pairs.empty or pairs[column].nunique() > _REPEATS * len(pairs):
        return False
    return float(pairs.duplicated().mean()) <= _TWICE


def _bare(column: object) -> str:
    return header_words(str(column)).replace(" ", "")
