"""Who mentioned what, and how: a 0/1 matrix of responses by (topic, polarity)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

POLARITIES = ("any", "negative", "positive")


class Mentioned(NamedTuple):
    """``x[i, j]`` is 1 where response ``response_id[i]`` holds a mention of ``columns[j]``.

    Rows are commenters (responses with at least one comment that is no filler), also those that mention no
    topic. ``columns`` are (topic_id, polarity). Several mentions of one response count once. ``neutral``
    marks neutral mentions, a column a topic: no driver, but not a respondent who said nothing either.
    """

    response_id: np.ndarray
    respondent: np.ndarray
    columns: list[tuple[str, str]]
    x: np.ndarray
    neutral: np.ndarray


def mentioned(
    responses: pd.DataFrame,
    comments: pd.DataFrame,
    mentions: pd.DataFrame,
    mention_topics: pd.DataFrame,
    sentiments: pd.DataFrame,
    topics: pd.DataFrame,
) -> Mentioned:
    """The matrix for every topic of ``topics`` and every polarity; shape (commenters, 3 x topics)."""
    import numpy as np
    import pandas as pd

    said = set(comments.loc[~comments["filler"], "response_id"])
    base = responses[responses["response_id"].isin(said)]
    rows = pd.Index(base["response_id"])
    columns = [(topic, polarity) for topic in topics["topic_id"] for polarity in POLARITIES]

    labels = sentiments.loc[sentiments["level"] == "mention", ["unit_id", "label"]]
    long = (
        mention_topics[["mention_id", "topic_id"]]
        .merge(mentions[["mention_id", "comment_id"]], on="mention_id")
        .merge(comments[["comment_id", "response_id"]], on="comment_id")
        .merge(labels, left_on="mention_id", right_on="unit_id", how="left")
    )
    i = rows.get_indexer(long["response_id"])
    topic = pd.Index(topics["topic_id"]).get_indexer(long["topic_id"])
    label = long["label"].to_numpy(dtype=object)

    def marked(wanted: str) -> np.ndarray:
        """0/1, shape (commenters, topics)."""
        keep = (i >= 0) & (topic >= 0) & ((label == wanted) | (wanted == "any"))
        x = np.zeros((len(rows), len(topics)), dtype=np.int8)
        x[i[keep], topic[keep]] = 1
        return x

    x = np.stack([marked(polarity) for polarity in POLARITIES], axis=2)
    x = x.reshape(len(rows), len(columns))
    return Mentioned(
        rows.to_numpy(dtype=object), base["respondent"].to_numpy(dtype=object), columns, x, marked("neutral")
    )
