"""Small runs made by hand: the tables that the drivers stage takes."""

import numpy as np
import pandas as pd

from cxtext.scales import groups
from cxtext.tables import COMMENTS, MENTION_TOPICS, MENTIONS, RESPONSES, SCORES, SENTIMENTS, TOPICS, check


def run_tables(
    scores: dict[str, np.ndarray],
    mentioned: dict[tuple[str, str], np.ndarray],
    *,
    respondent: list[str] | None = None,
    commented: np.ndarray | None = None,
    segments: dict[str, np.ndarray] | None = None,
    weight: np.ndarray | None = None,
) -> dict[str, pd.DataFrame]:
    """``scores``: metric to answers (NaN none); ``mentioned``: (topic, label) to a 0/1 row a response."""
    n = len(next(iter(scores.values())))
    ids = [f"r{i}" for i in range(n)]
    responses = pd.DataFrame({
        "response_id": ids, "source": "f", "respondent": respondent or ids,
        "weight": 1.0 if weight is None else weight,
        **{f"seg_{name}": values for name, values in (segments or {}).items()},
    })  # fmt: skip
    scales = {"nps": (0, 10), "csat": (1, 5)}
    frames = []
    for metric, values in scores.items():
        low, high = scales.get(metric, (1, 7))
        valid = ~np.isnan(values)
        frames.append(pd.DataFrame({
            "response_id": np.array(ids)[valid], "question_id": metric, "metric": metric,
            "value": values[valid], "raw": "x", "scale_min": float(low), "scale_max": float(high),
            "higher_is_better": True, "group": groups(metric, values[valid], low, high, True),
        }))  # fmt: skip
    commented = np.ones(n, bool) if commented is None else commented
    comments = pd.DataFrame({
        "comment_id": [f"{i}|q|1" for i in ids], "response_id": ids, "question_id": "q", "text": "words",
        "lang": "en", "n_chars": 5, "filler": ~commented,
    })  # fmt: skip
    mentions, labels, topics = [], [], []
    for (topic, label), rows in mentioned.items():
        for i in np.flatnonzero(rows):
            mention = f"{ids[i]}|q|1#{topic}{label}"
            mentions.append((mention, f"{ids[i]}|q|1", 0, 5, "words"))
            labels.append((mention, "mention", label))
            topics.append((mention, topic, 1.0, "assigned"))
    names = sorted({topic for topic, _ in mentioned})
    sentiments = pd.DataFrame(labels, columns=["unit_id", "level", "label"])
    for p in ("negative", "neutral", "positive"):
        sentiments[f"p_{p}"] = (sentiments["label"] == p).astype(float)
    sentiments["polarity"] = sentiments["p_positive"] - sentiments["p_negative"]
    return {
        "responses": check(RESPONSES, responses),
        "scores": check(SCORES, pd.concat(frames, ignore_index=True)),
        "comments": check(COMMENTS, comments),
        "mentions": check(MENTIONS, pd.DataFrame(mentions, columns=[c.name for c in MENTIONS.columns])),
        "sentiments": check(SENTIMENTS, sentiments),
        "topics": check(TOPICS, pd.DataFrame({
            "topic_id": names, "name": names, "n_mentions": 1, "n_respondents": 1, "origin": "found",
        })),
        "mention_topics": check(
            MENTION_TOPICS, pd.DataFrame(topics, columns=["mention_id", "topic_id", "weight", "how"])
        ),
    }  # fmt: skip


def answers(y: np.ndarray) -> np.ndarray:
    """NPS answers 10, 7, 2 for 100, 0, -100."""
    return np.where(y > 0, 10.0, np.where(y < 0, 2.0, 7.0))
