"""Each question's topics apart: an answer to "what could we improve?" is not a complaint by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.tables import MENTION_TOPICS, SUBTOPICS, TOPIC_TERMS, TOPICS, check, empty

if TYPE_CHECKING:
    import pandas as pd


def by_question(
    tables: dict[str, pd.DataFrame], mentions: pd.DataFrame, comments: pd.DataFrame, responses: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The topics tables with every topic split by the question that its mentions answer.

    Topics are found on all questions together and keep their terms; ``t03`` becomes ``t03@question`` where
    it is mentioned, with counts of its own; subtopics are left out, whose parts a question would be too
    small. Nothing changes where there is one question.
    """
    if comments["question_id"].nunique() < 2:
        return tables
    answer = mentions[["mention_id", "comment_id"]].merge(
        comments[["comment_id", "question_id", "response_id"]], on="comment_id"
    )
    answer = answer.merge(responses[["response_id", "respondent"]], on="response_id").set_index("mention_id")
    links = tables["mention_topics"]
    question = links["mention_id"].map(answer["question_id"])
    split = links.assign(topic_id=links["topic_id"] + "@" + question, subtopic_id=None)
    counted = split.assign(
        whole=links["topic_id"], question=question, respondent=links["mention_id"].map(answer["respondent"])
    )
    counts = counted.groupby(["whole", "question", "topic_id"], as_index=False).agg(
        n_mentions=("mention_id", "size"), n_respondents=("respondent", "nunique")
    )
    topics = counts.merge(
        tables["topics"].drop(columns=["n_mentions", "n_respondents"]),
        left_on="whole", right_on="topic_id", suffixes=("", "_whole"),
    )  # fmt: skip
    topics = topics.assign(name=topics["name"] + " (" + topics["question"] + ")")
    terms = counts[["whole", "topic_id"]].merge(
        tables["topic_terms"], left_on="whole", right_on="topic_id", suffixes=("", "_whole")
    )
    return {
        "topics": check(TOPICS, topics[[c.name for c in TOPICS.columns]]),
        "subtopics": empty(SUBTOPICS),
        "topic_terms": check(TOPIC_TERMS, terms[[c.name for c in TOPIC_TERMS.columns]]),
        "mention_topics": check(MENTION_TOPICS, split),
    }
