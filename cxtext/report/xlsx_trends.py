"""The sheets Topics over time and Topic quality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.figures import flag_text
from cxtext.report.trust_facts import grade
from cxtext.report.words import Words
from cxtext.report.xlsx_sheet import Book, Column, set_widths

if TYPE_CHECKING:
    import pandas as pd


def trends_sheet(book: Book, tables: dict[str, pd.DataFrame], words: Words) -> None:
    """One row a row of topic_trends, decided changes and differences first."""
    sheet = book.sheet(words("xlsx.sheet.trends"))
    kinds = {
        "topic_id": "text", "topic": "text", "segment": "text", "period": "text", "mentions": "count",
        "respondents": "count", "base": "count", "share": "percent", "low": "percent", "high": "percent",
        "change": "signed_points", "change_low": "signed_points", "change_high": "signed_points",
        "p": "chance", "q": "chance", "verdict": "text", "note": "text",
    }  # fmt: skip
    columns = [Column(words(f"xlsx.column.{name}"), kind) for name, kind in kinds.items()]
    rows = trend_rows(tables, words)
    set_widths(sheet, columns, rows)
    row = book.table(sheet, columns, rows)
    book.lines(sheet, row + 1, [words("xlsx.text.trends")])


def trend_rows(tables: dict[str, pd.DataFrame], words: Words) -> list[list[Any]]:
    """The cells, over time first, then segments; within each by topic."""
    trends, topics = tables["topic_trends"], tables["topics"]
    names = dict(zip(topics["topic_id"], topics["name"], strict=True))
    part = trends["segment"].notna()
    return [
        [row["topic_id"], names.get(row["topic_id"]), row["segment"], row["period"], row["n_mentions"],
         row["n_respondents"], row["base"], row["share"], row["low"], row["high"], row["change"],
         row["change_low"], row["change_high"], row["p"], row["q"],
         words.name("trend", row["verdict"]) if row["verdict"] == row["verdict"] else None,
         flag_text(row["flags"], words)]
        for row in trends.assign(part=part).sort_values("part", kind="stable").to_dict("records")
    ]  # fmt: skip


def trust_sheet(book: Book, tables: dict[str, pd.DataFrame], findings: dict[str, Any], words: Words) -> None:
    """Why as many topics, the curve over sizes, coverage, and each topic's grade and coherence."""
    sheet = book.sheet(words("xlsx.sheet.trust"))
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 4, 16)
    trust, coverage = findings.get("topic_trust") or {}, findings.get("coverage") or {}
    lines = [line for line in (trust.get("why"), coverage.get("text"), trust.get("terms")) if line]
    row = book.lines(sheet, 0, lines or [words("xlsx.title.nothing")]) + 1
    topics = tables["topics"].sort_values(["n_respondents", "topic_id"], ascending=[False, True])
    coherence = {t["topic_id"]: t.get("coherence") for t in findings.get("topics") or []}
    if len(topics):
        columns = [
            Column(words("xlsx.column.topic"), "text"), Column(words("trust.grade"), "text"),
            Column(words("trust.jaccard"), "ratio"), Column(words("trust.coherence"), "ratio"),
        ]  # fmt: skip
        cells = [
            [t["name"], words(f"trust.{grade(t['stability'])}"), t["stability"],
             coherence.get(t["topic_id"])]
            for t in topics.to_dict("records")
        ]  # fmt: skip
        row = book.table(sheet, columns, cells, top=row) + 1
    if trust.get("sizes"):
        columns = [
            Column(words("trust.axis"), "count"), Column(words("trust.agreement"), "ratio"),
            Column(words("trust.error"), "ratio"), Column(words("trust.near"), "percent"),
            Column(words("trust.chosen"), "text"),
        ]  # fmt: skip
        cells = [
            [s["groups"], s["agreement"], s["error"], 100 * s["coverage"],
             words("trust.chosen") if s["chosen"] else None]
            for s in trust["sizes"]
        ]  # fmt: skip
        book.table(sheet, columns, cells, top=row)
