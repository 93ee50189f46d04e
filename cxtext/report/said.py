"""Who said what and in which tone: one row a mention of a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.report.metric_facts import base_name

if TYPE_CHECKING:
    import pandas as pd

SEGMENT_BASE = 30  # an impact within a segment is shown from this many commenters with the topic on


def commenters(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Responses with a comment that is no filler."""
    responses, comments = tables["responses"], tables["comments"]
    said = comments.loc[~comments["filler"].astype(bool), "response_id"]
    return responses[responses["response_id"].isin(said)]


def said_by(tables: dict[str, pd.DataFrame], people: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """One row a (mention, topic): who said it, in which segment, in what tone, with what score."""
    mentions = tables["mentions"][["mention_id", "comment_id", "text"]].rename(columns={"text": "mention"})
    comments = tables["comments"][["comment_id", "response_id", "text", "lang"]]
    sentiments = tables["sentiments"]
    tone = sentiments.loc[sentiments["level"] == "mention", ["unit_id", "label", "polarity"]]
    scores = tables["scores"]
    main = next((m for m in map(base_name, metrics) if (scores["metric"] == m).any()), None)
    groups = scores[scores["metric"] == main].drop_duplicates("response_id").set_index("response_id")["group"]
    said = (
        tables["mention_topics"]
        .reindex(columns=["mention_id", "topic_id", "subtopic_id", "weight"])
        .merge(mentions, on="mention_id")
        .merge(comments, on="comment_id")
        .merge(people.drop(columns=["weight"]), on="response_id")
        .merge(tone.rename(columns={"unit_id": "mention_id"}), on="mention_id", how="left")
    )
    return said.assign(group=said["response_id"].map(groups), metric=main)
