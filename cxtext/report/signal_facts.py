"""Who speaks of effort, asks for action or shows an emotion, over all comments and topic by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.figures import share_figure
from cxtext.report.words import Words
from cxtext.tables import EMOTIONS

if TYPE_CHECKING:
    import pandas as pd

SIGNALS = ("hard", "easy", "request", *EMOTIONS)
SHOWN = 3  # topics a signal
BASE, WITH = 30, 5  # respondents of a topic, and of those with the signal, for the topic to be named


def signal_facts(tables: dict[str, pd.DataFrame], commenters: int, words: Words) -> list[dict[str, Any]]:
    """One entry a signal that anybody shows: its share of the ``commenters``, and the topics richest in it.

    A topic's share is of its own respondents; topics with few of them are not named.
    """
    shown = _shown(tables["sentiments"])
    said = _said(tables)
    topics = signal_rows(tables)
    facts = []
    for i, name in enumerate(SIGNALS):
        people = said[said["mention_id"].isin(shown[name])]["respondent"].nunique()
        if not people:
            continue
        rich = [
            {"topic_id": row[0], "name": row[1]} | share_figure(words, row[3 + i], row[2])
            for row in topics
            if row[2] >= BASE and row[3 + i] >= WITH
        ]
        rich.sort(key=lambda fact: (-fact["value"], fact["topic_id"]))
        label = words(f"signals.{name}")
        facts.append({"signal": name, "label": label, "topics": rich[:SHOWN]}
                     | share_figure(words, people, commenters))  # fmt: skip
    return facts


def signal_rows(tables: dict[str, pd.DataFrame]) -> list[list[Any]]:
    """topic_id, name, n_respondents, then respondents a signal, in the order of ``SIGNALS``."""
    said = _said(tables).merge(tables["mention_topics"][["mention_id", "topic_id"]], on="mention_id")
    counts = {
        name: said[said["mention_id"].isin(mentions)].groupby("topic_id")["respondent"].nunique()
        for name, mentions in _shown(tables["sentiments"]).items()
    }
    topics = tables["topics"].sort_values(["n_respondents", "topic_id"], ascending=[False, True])
    return [
        [row["topic_id"], row["name"], row["n_respondents"],
         *(int(counts[name].get(row["topic_id"], 0)) for name in SIGNALS)]
        for row in topics.to_dict("records")
    ]  # fmt: skip


def _shown(sentiments: pd.DataFrame) -> dict[str, pd.Series]:
    """The mentions that show each signal."""
    tone = sentiments[sentiments["level"] == "mention"]
    rows = {
        "hard": tone["effort"] == "hard",
        "easy": tone["effort"] == "easy",
        "request": tone["request"].notna(),
        **{name: tone["emotion"] == name for name in EMOTIONS},
    }
    return {name: tone.loc[found, "unit_id"] for name, found in rows.items()}


def _said(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """mention_id and who made it."""
    return (
        tables["mentions"][["mention_id", "comment_id"]]
        .merge(tables["comments"][["comment_id", "response_id"]], on="comment_id")
        .merge(tables["responses"][["response_id", "respondent"]], on="response_id")
    )
