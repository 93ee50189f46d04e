"""The sheets Sentiment check and Mismatches: agreement with the scores, and where text and score differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.report.figures import flag_text
from cxtext.report.words import Words
from cxtext.report.xlsx_sheet import Book, Column, set_widths

if TYPE_CHECKING:
    import pandas as pd


def sentiment_sheet(book: Book, tables: dict[str, pd.DataFrame], words: Words) -> None:
    """Agreement with the scores and calibration, over all and by language."""
    sheet = book.sheet(words("xlsx.sheet.sentiment"))
    columns = _columns(words, ("metric", "lang", "statistic", "value", "low", "high", "n", "method", "note"))
    rows = [
        [words.metric(r["metric"]), _lang(r["lang"], words), words(f"sentiment.{r['statistic']}"),
         r["value"], r["low"], r["high"], r["n"], r["method"], flag_text(r["flags"], words)]
        for r in tables["sentiment_checks"].to_dict("records")
    ]  # fmt: skip
    set_widths(sheet, columns, rows)
    row = book.table(sheet, columns, rows)
    book.lines(sheet, row + 1, [words("sentiment.how")])


def mismatch_sheet(book: Book, tables: dict[str, pd.DataFrame], words: Words) -> None:
    """Every response whose text says the opposite of its score; the reasons are guesses by rule."""
    sheet = book.sheet(words("xlsx.sheet.mismatches"))
    names = ("response_id", "metric", "question_id", "score", "sentiment", "sentiment_polarity", "lang",
             "reason", "rule")  # fmt: skip
    columns = _columns(words, names)
    rows = [
        [r["response_id"], words.metric(r["metric"]), r["question_id"], r["score"],
         words.name("topics", r["label"]), r["polarity"], _lang(r["lang"], words),
         words(f"reason.{r['reason']}"), words(f"rule.{r['reason']}")]
        for r in tables["sentiment_mismatches"].to_dict("records")
    ]  # fmt: skip
    set_widths(sheet, columns, rows[:200])
    book.table(sheet, columns, rows)


def _columns(words: Words, names: tuple[str, ...]) -> list[Column]:
    kinds = {"value": "ratio", "low": "ratio", "high": "ratio", "n": "count", "score": "number",
             "sentiment_polarity": "ratio", "rule": "wrap", "note": "wrap"}  # fmt: skip
    return [Column(words(f"xlsx.column.{name}"), kinds.get(name, "text")) for name in names]


def _lang(lang: object, words: Words) -> str:
    return words.get(f"lang.{lang}", lang) if isinstance(lang, str) else words("sentiment.all")
