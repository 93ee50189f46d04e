"""Which columns come first in a question: those that look most like what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cxtext.load import words
from cxtext.load.label_choice import could_be_labels
from cxtext.load.records import is_missing
from cxtext.load.roles import Candidate, describe, looks_like_id
from cxtext.load.score_values import read_codes
from cxtext.load.words import has_word, header_words

if TYPE_CHECKING:
    import pandas as pd

_SAMPLE = 2000
_NAMED = ("score", "scores", "rating", "ratings", "rate", "grade", "점수", "평점", "分數", "分数", "評分",
          "评分", "点数", "評価", "note", "bewertung", "puntuación", "puntaje", "nota")  # fmt: skip
_RANKS = ("rank", "ranking", "순위", "排名", "順位", "rang")


def score_flag(column: str, cells: pd.Series, sure: bool = False) -> str | None:
    """What could be given as ``--score`` for the column; None where it holds neither codes nor known labels.

    Few different codes may be anything; they do where the name makes it ``sure``.

    >>> import pandas as pd
    >>> score_flag("Score", pd.Series(["9", "0", "10"])), score_flag("FF", pd.Series(["1", "4", "5"]))
    ('nps=Score@0-10', 'csat=FF@1-5')
    """
    sample = cells.head(_SAMPLE)
    codes = read_codes(sample)
    filled = codes.value[~codes.missing]
    if not len(filled):
        return None
    fits = (filled >= 0) & (filled <= 10)
    if fits.mean() < 0.9:
        return f"csat={column}" if could_be_labels(sample) else None
    high = int(filled[fits].max())
    if high < 2 or not (sure or (len(set(filled[fits])) >= 3 and high >= 3)):
        return None
    return f"nps={column}@0-10" if high > 7 else f"csat={column}@1-{5 if high <= 5 else 7}"


def by_score(candidates: list[Candidate], cells: pd.DataFrame) -> tuple[list[Candidate], str | None]:
    """Columns that could be scores first, and the flag for the very first; None where none could be."""
    rank, flags = {}, {}
    for column in (c.column for c in candidates if c.column in cells.columns):
        header = header_words(column)
        named = has_word(header, _NAMED) and not has_word(header, words.NOT_A_SCORE)
        other = (
            looks_like_id(header)
            or header == " id "
            or has_word(header, _RANKS)
            or has_word(header, words.COMMENT[0])
        )
        flag = None if other else score_flag(column, cells[column], named)
        rank[column], flags[column] = (2 if flag and named else 1 if flag else 0), flag
    ordered = sorted(candidates, key=lambda c: -rank.get(c.column, 0))
    return ordered, flags.get(ordered[0].column) if ordered else None


def by_text(
    candidates: list[Candidate], cells: Mapping[str, pd.Series]
) -> tuple[list[Candidate], str | None]:
    """Columns with the longest texts first, and the very first; None where all texts are short."""
    length = {c.column: _mean_length(cells[c.column]) for c in candidates if c.column in cells}
    ordered = sorted(candidates, key=lambda c: -length.get(c.column, 0.0))
    return ordered, ordered[0].column if ordered and length.get(ordered[0].column, 0) >= 15 else None


def _mean_length(cells: pd.Series) -> float:
    """The mean length of texts that differ; 0 for choices, numbers and blanks."""
    sample = cells.head(_SAMPLE)
    filled = sample[~is_missing(sample)]
    return float(filled.str.len().mean()) if "text" in describe(cells) else 0.0
