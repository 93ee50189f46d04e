"""The sheet Signals: who speaks of effort, asks for action or shows an emotion, topic by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.words import Words
from cxtext.report.xlsx_sheet import Book, Column, set_widths
from cxtext.tables import EMOTIONS

if TYPE_CHECKING:
    import pandas as pd

SIGNALS = ("hard", "easy", "request", *EMOTIONS)


def signals_sheet(book: Book, tables: dict[str, pd.DataFrame], words: Words) -> None:
    """One row a topic, the widest first: respondents with at least one mention that shows the signal."""
    sheet = book.sheet(words("xlsx.sheet.signals"))
    columns = [
        Column(words("xlsx.column.topic_id"), "text"),
        Column(words("xlsx.column.topic"), "text"),
        Column(words("xlsx.column.respondents"), "count"),
        *(Column(words(f"xlsx.column.{name}"), "count") for name in SIGNALS),
    ]
    rows = signal_rows(tables)
    set_widths(sheet, columns, rows)
    row = book.table(sheet, columns, rows)
    book.lines(sheet, row + 1, [words("xlsx.text.signals")])


def signal_rows(tables: dict[str, pd.DataFrame]) -> list[list[Any]]:
    """topic_id, name, n_respondents, then respondents a signal, in the order of ``SIGNALS``."""
    tone = tables["sentiments"]
    tone = tone[tone["level"] == "mention"]
    shown = {
        "hard": tone["effort"] == "hard",
        "easy": tone["effort"] == "easy",
        "request": tone["request"].notna(),
        **{name: tone["emotion"] == name for name in EMOTIONS},
    }
    said = (
        tables["mention_topics"][["mention_id", "topic_id"]]
        .merge(tables["mentions"][["mention_id", "comment_id"]], on="mention_id")
        .merge(tables["comments"][["comment_id", "response_id"]], on="comment_id")
        .merge(tables["responses"][["response_id", "respondent"]], on="response_id")
    )
    counts = {
        name: said[said["mention_id"].isin(tone.loc[rows, "unit_id"])]
        .groupby("topic_id")["respondent"]
        .nunique()
        for name, rows in shown.items()
    }
    topics = tables["topics"].sort_values(["n_respondents", "topic_id"], ascending=[False, True])
    return [
        [row["topic_id"], row["name"], row["n_respondents"],
         *(int(counts[name].get(row["topic_id"], 0)) for name in SIGNALS)]
        for row in topics.to_dict("records")
    ]  # fmt: skip
