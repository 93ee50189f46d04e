"""The whole stage on vectors with planted groups: real UMAP and HDBSCAN, no model."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from cxtext.tables import COMMENTS, MENTIONS, RESPONSES, check
from cxtext.topics import Edits, Wanted, find_topics
from cxtext.topics.centre import unit
from cxtext.topics.choose import Groups

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


def test_sides_of_parted_mentions_join_topics_and_make_none() -> None:
    mentions, comments, responses, vectors, topic = planted()
    sides = topic == GROUPS - 1  # the last group is said in sides only
    sides[:10] = True  # and the first has ten of them
    result = find_topics(
        mentions, comments, responses, vectors, np.zeros(len(mentions)),
        tokens=[text.split()[:1] for text in mentions["text"]], whole=~sides,
    )  # fmt: skip
    assert result.summary["fitted_on"] == mentions["text"][~sides].nunique()
    assert set(result.tables["topics"]["name"]) == set(WORDS[:-1])
    by_mention = result.tables["mention_topics"].set_index("mention_id")["topic_id"]
    first = mentions["mention_id"][topic == 0].map(by_mention)
    assert first.nunique(dropna=False) == 1


def test_sides_alone_are_too_little_to_find_topics_in() -> None:
    mentions, comments, responses, vectors, _ = planted()
    n = len(mentions)
    result = find_topics(
        mentions, comments, responses, vectors, np.zeros(n), tokens=[["w"]] * n, whole=np.zeros(n, dtype=bool)
    )
    assert result.tables["topics"].empty
    assert "0 distinct mentions" in result.notes[0]


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


def wave(groups: range, wanted: Wanted | None = None):
    """The stage on some of the planted groups, and the group of every mention."""
    mentions, comments, responses, vectors, topic = planted()
    mine = np.isin(topic, groups)
    tokens = [text.split()[:1] for text in mentions["text"][mine]]
    result = find_topics(
        mentions[mine].reset_index(drop=True), comments, responses, vectors[mine], np.zeros(mine.sum()),
        tokens=tokens, wanted=wanted,
    )  # fmt: skip
    links = mentions[mine]["mention_id"].map(dict(result.links[["mention_id", "topic_id"]].to_numpy()))
    return result, {g: links[topic[mine] == g].astype(object).fillna("none").mode()[0] for g in groups}


def test_a_new_fit_keeps_ids_and_decisions() -> None:
    first, ids = wave(range(5))
    edits = Edits()
    for topic, values in [
        (ids[0], {"name": "Boxes"}), (ids[1], {"name": "Cards", "parent": ids[0]}),
        (ids[2], {"hidden": True}), (ids[3], {"merged": (ids[4],)}),
        ("t20", {"name": "Never said", "must_have": True}),
    ]:  # fmt: skip
        edits = edits.changed(topic, **values)
    again, now = wave(range(1, 6), Wanted(first.model, edits, refit=True))
    # what both waves speak of has its id, what is new has one never used before
    assert [now[g] for g in (1, 2, 3, 4)] == [ids[g] for g in (1, 2, 3, 4)]
    assert now[5] == "t21"
    topics = again.tables["topics"].set_index("topic_id")
    assert topics.loc[ids[0], ["name", "n_mentions"]].tolist() == ["Boxes", topics.loc[ids[1], "n_mentions"]]
    assert topics.loc[ids[1], "parent_id"] == ids[0]
    assert ids[2] not in topics.index
    assert ids[4] not in topics.index
    assert topics.loc["t20", "n_mentions"] == 0
    told = {line["before"]: line["status"] for line in again.summary["matches"]}
    assert told == {ids[0]: "vanished", None: "new"} | {ids[g]: "kept" for g in range(1, 5)}


def test_new_mentions_take_earlier_topics_without_a_fit() -> None:
    first, ids = wave(range(5))
    same, now = wave(range(5), Wanted(first.model))
    assert now == ids
    assert same.notes == []
    other, _ = wave(range(5, 6), Wanted(first.model))
    assert "fit these comments badly" in other.notes[0]


@pytest.mark.parametrize("texts", [["same words"] * 200, [f"text {i}" for i in range(12)]])
def test_too_little_to_find_topics_in_is_said(texts: list[str]) -> None:
    mentions, comments, responses, vectors, _ = planted()
    n = len(texts)
    mentions = mentions.iloc[:n].assign(text=texts)
    result = find_topics(mentions, comments, responses, vectors[:n], np.zeros(n), tokens=[["w"]] * n)
    assert result.tables["topics"].empty
    assert "distinct mentions" in result.notes[0]


@pytest.mark.parametrize(("texts", "fewest"), [(999, 5), (1000, 8)])
def test_a_thousand_texts_are_not_put_under_five_headings(texts, fewest, monkeypatch) -> None:
    monkeypatch.setattr("cxtext.topics.choose.SPLITS", 2)
    view = unit(np.random.default_rng(0).normal(size=(texts, 8))).astype(np.float32)
    assert min(size["groups"] for size in Groups(view, 0).fit(view).tried) == fewest
