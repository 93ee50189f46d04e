"""The whole stage on vectors with planted groups: real UMAP and HDBSCAN, no model."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from cxtext.tables import COMMENTS, MENTIONS, RESPONSES, check
from cxtext.topics import find_topics
from cxtext.topics.centre import unit

GROUPS, EACH, WIDTH = 6, 60, 32
WORDS = ["box", "card", "app", "plan", "coffee", "support"]


def planted(order: np.random.Generator | None = None) -> tuple[pd.DataFrame, ...]:
    """Six groups in two languages; every fifth text stands twice."""
    rng = np.random.default_rng(11)
    topic = np.repeat(np.arange(GROUPS), EACH)
    middle = unit(rng.standard_normal((GROUPS, WIDTH)))
    lang = np.where(np.arange(len(topic)) % 2 == 0, "en", "ko")
    corner = np.where(lang == "en", 1.0, -1.0)[:, None] * unit(rng.standard_normal((1, WIDTH)))
    vectors = unit(middle[topic] + 0.08 * rng.standard_normal((len(topic), WIDTH)) + corner)
    text = np.array([f"{WORDS[t]} says {i}" for i, t in enumerate(topic)])
    rows = np.concatenate([np.arange(len(topic)), np.arange(0, len(topic), 5)])
    if order is not None:
        rows = order.permutation(rows)
    ids = [f"c{i}" for i in range(len(rows))]
    comments = check(COMMENTS, pd.DataFrame({
        "comment_id": ids, "response_id": ids, "question_id": "q", "text": text[rows], "lang": lang[rows],
        "n_chars": 9, "filler": False,
    }))  # fmt: skip
    mentions = check(MENTIONS, pd.DataFrame({
        "mention_id": [f"{i}#0" for i in ids], "comment_id": ids, "start": 0, "end": 9, "text": text[rows],
    }))  # fmt: skip
    responses = check(RESPONSES, pd.DataFrame({
        "response_id": ids, "source": "f", "respondent": ids, "weight": 1.0,
    }))  # fmt: skip
    return mentions, comments, responses, vectors[rows], topic[rows]


def found(order: np.random.Generator | None = None, seed: int = 0):
    mentions, comments, responses, vectors, topic = planted(order)
    tokens = [text.split()[:1] for text in mentions["text"]]
    result = find_topics(
        mentions, comments, responses, vectors, np.zeros(len(mentions)), tokens=tokens, seed=seed
    )
    by_mention = result.tables["mention_topics"].set_index("mention_id")["topic_id"]
    return result, mentions["mention_id"].map(by_mention).fillna("none"), topic, mentions


@pytest.fixture(scope="module")
def once():
    return found()


def test_planted_groups_are_found_whole_and_over_languages(once) -> None:
    result, labels, topic, _ = once
    assert len(result.tables["topics"]) == GROUPS
    assert adjusted_rand_score(topic, labels) > 0.99


def test_topics_are_named_counted_and_solid(once) -> None:
    result, labels, _, _ = once
    topics = result.tables["topics"]
    assert set(topics["name"]) == set(WORDS)
    assert topics["n_mentions"].sum() == (labels != "none").sum()
    assert (topics["stability"] > 0.9).all()
    summary = result.summary
    parts = summary["assigned"] + summary["reassigned"] + summary["unassigned"]
    assert parts == summary["mentions"] == len(labels)


def test_identical_text_shares_its_topic(once) -> None:
    _, labels, _, mentions = once
    assert labels.groupby(mentions["text"]).nunique().max() == 1


def test_same_seed_same_tables(once) -> None:
    again, _, _, _ = found()
    for name, table in once[0].tables.items():
        pd.testing.assert_frame_equal(table, again.tables[name])


def test_order_of_rows_does_not_matter(once) -> None:
    _, labels, _, mentions = found(np.random.default_rng(5))
    by_text = labels.groupby(mentions["text"]).first()
    first = once[1].groupby(once[3]["text"]).first()
    assert adjusted_rand_score(first, by_text.loc[first.index]) > 0.9


@pytest.mark.parametrize("texts", [["same words"] * 200, [f"text {i}" for i in range(12)]])
def test_too_little_to_find_topics_in_is_said(texts: list[str]) -> None:
    mentions, comments, responses, vectors, _ = planted()
    n = len(texts)
    mentions = mentions.iloc[:n].assign(text=texts)
    result = find_topics(mentions, comments, responses, vectors[:n], np.zeros(n), tokens=[["w"]] * n)
    assert result.tables["topics"].empty
    assert "distinct mentions" in result.notes[0]
