"""The sheet Topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.words import Words
from cxtext.report.xlsx_sheet import Book, Column, set_widths
from cxtext.tables import LABELS

if TYPE_CHECKING:
    import pandas as pd

TERMS = 8


def topics_sheet(book: Book, tables: dict[str, pd.DataFrame], findings: dict[str, Any], words: Words) -> None:
    """One row a topic, the widest first, its subtopics below: size, tone, stability, terms, a quote."""
    sheet = book.sheet(words("xlsx.sheet.topics"))
    terms = tables["topic_terms"].sort_values(["topic_id", "lang", "rank"])
    langs = sorted(terms["lang"].unique())
    kinds = {
        "topic_id": "text", "topic": "text", "mentions": "count", "respondents": "count",
        "share": "percent", "negative": "percent", "neutral": "percent", "positive": "percent",
        "stability": "ratio", "parent": "text", "origin": "text",
    }  # fmt: skip
    columns = [Column(words(f"xlsx.column.{name}"), kind) for name, kind in kinds.items()]
    columns += [
        Column(words("xlsx.column.terms", lang=words.get(f"lang.{lang}", str(lang))), "wrap")
        for lang in langs
    ]
    columns.append(Column(words("xlsx.column.quote"), "wrap"))
    rows = _rows(tables, terms, langs, findings, words)
    set_widths(sheet, columns, rows)
    book.table(sheet, columns, rows)


def with_subtopics(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The topics, the widest first, each followed by its subtopics."""
    import pandas as pd

    topics = tables["topics"].sort_values(["n_respondents", "topic_id"], ascending=[False, True])
    if "subtopics" not in tables or not len(tables["subtopics"]):
        return topics
    place = {topic: i for i, topic in enumerate(topics["topic_id"])}
    parts = tables["subtopics"].sort_values(["n_respondents", "topic_id"], ascending=[False, True])
    both = pd.concat([topics.assign(at=range(len(topics))), parts.assign(at=parts["parent_id"].map(place))])
    return both.sort_values("at", kind="stable").drop(columns="at")


def n_commenters(tables: dict[str, pd.DataFrame]) -> int:
    """Respondents with a comment that says something: the base of every share of a topic."""
    responses, comments = tables["responses"], tables["comments"]
    said = comments.loc[~comments["filler"].astype(bool), "response_id"]
    return int(responses.loc[responses["response_id"].isin(said), "respondent"].nunique())


def _rows(
    tables: dict[str, pd.DataFrame],
    terms: pd.DataFrame,
    langs: list[str],
    findings: dict[str, Any],
    words: Words,
) -> list[list[Any]]:
    topics = with_subtopics(tables)
    names = dict(zip(topics["topic_id"], topics["name"], strict=True))
    sentiments = tables["sentiments"]
    tone = sentiments[sentiments["level"] == "mention"].set_index("unit_id")["label"]
    links = (
        tables["mention_topics"]
        .assign(label=tables["mention_topics"]["mention_id"].map(tone))
        .dropna(subset=["label"])
    )
    counts = links.groupby(["topic_id", "label"]).size()
    parts = links.reindex(columns=["subtopic_id", "label"]).dropna(subset="subtopic_id")
    below = parts.groupby(["subtopic_id", "label"]).size()
    shown = findings.get("topics") or []
    quotes = {topic["topic_id"]: _quote(topic) for topic in shown}
    for part in (part for topic in shown for part in topic.get("subtopics") or []):
        quotes[part["topic_id"]] = part["quotes"][0]["text"] if part["quotes"] else None
    base = n_commenters(tables)
    rows = []
    for row in topics.to_dict("records"):
        topic = row["topic_id"]
        split = [int(counts.get((topic, label), below.get((topic, label), 0))) for label in LABELS]
        own = terms[terms["topic_id"] == topic].groupby("lang")["term"]
        by_lang = {lang: words.listed([str(term) for term in group.head(TERMS)]) for lang, group in own}
        rows.append([
            topic, row["name"], row["n_mentions"], row["n_respondents"],
            100 * row["n_respondents"] / base if base else None,
            *(100 * n / sum(split) if sum(split) else None for n in split),
            row["stability"], names.get(row["parent_id"]), words.name("topics", row["origin"]),
            *(by_lang.get(lang) for lang in langs), quotes.get(topic),
        ])  # fmt: skip
    return rows


def _quote(topic: dict[str, Any]) -> str | None:
    """The first quote of the larger side."""
    tone = topic.get("sentiment") or {}
    sides = sorted(("negative", "positive"), key=lambda side: -((tone.get(side) or {}).get("n") or 0))
    quotes = [quote for side in sides for quote in (topic.get("quotes") or {}).get(side) or []]
    return quotes[0]["text"] if quotes else None
