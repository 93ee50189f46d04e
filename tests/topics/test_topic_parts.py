"""The parts of the topics stage on vectors and words made by hand."""

import math
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from cxtext.topics.assign import coverage_limit, nearest
from cxtext.topics.centre import learn_space, unit
from cxtext.topics.groups import Tree, means, merge_alike, smoothed
from cxtext.topics.names import most_said, name_topics, renamed, various
from cxtext.topics.terms import topic_terms
from cxtext.topics.words import with_words


def test_languages_lose_their_corner() -> None:
    rng = np.random.default_rng(0)
    topic = np.tile([0, 1], 100)
    said = np.eye(4)[topic] + 0.01 * rng.standard_normal((200, 4))
    langs = ["ko"] * 100 + ["en"] * 100
    corner = np.where(np.array(langs) == "ko", 1.0, -1.0)[:, None] * np.array([0, 0, 5.0, 0])
    vectors = unit(said + corner)
    place = learn_space(vectors, langs, np.zeros(200)).place(vectors, langs)
    # the same topic in the other language is near, the other topic in the same language is far
    assert place[0] @ place[100] > 0.95
    assert place[0] @ place[1] < -0.9


def test_texts_without_a_language_take_the_nearest_ones_mean() -> None:
    rng = np.random.default_rng(1)
    ko = np.array([5.0, 0, 0]) + 0.1 * rng.standard_normal((60, 3))
    en = np.array([0, 5.0, 0]) + 0.1 * rng.standard_normal((60, 3))
    short = np.array([5.0, 0, 1.0])
    vectors, langs = np.vstack([ko, en, short]), ["ko"] * 60 + ["en"] * 60 + ["und"]
    place = learn_space(vectors, langs, np.zeros(121)).place(vectors, langs)
    # what is left of it once Korean is taken off is its own third direction
    assert place[-1] @ np.array([0, 0, 1.0]) > 0.95


def test_a_little_of_feeling_is_taken_out() -> None:
    rng = np.random.default_rng(2)
    topic, mood = np.tile([0, 1], 60), np.repeat([1.0, -1.0], 60)
    vectors = unit(
        np.eye(3)[topic] + mood[:, None] * np.array([0, 0, 1.0]) + 0.05 * rng.standard_normal((120, 3))
    )
    vectors -= vectors.mean(axis=0)
    langs = ["en"] * 120
    space = learn_space(vectors, langs, mood)
    # by construction mood is the third axis; of a vector of length 1 along it .2 goes
    assert space.feeling[2] ** 2 == pytest.approx(0.2, abs=0.01)
    felt = vectors - np.outer(vectors @ space.feeling, space.feeling)
    np.testing.assert_allclose(space.place(vectors, langs), unit(felt), atol=1e-6)
    few = np.where(np.arange(120) < 5, -1.0, 1.0)
    assert not learn_space(vectors, langs, few).feeling.any()


def test_words_tell_apart_what_vectors_do_not() -> None:
    rng = np.random.default_rng(7)
    matter = np.repeat([0, 1], 200)
    vectors = unit(rng.standard_normal((400, 20)) + 2 * np.eye(20)[0])
    words = [[f"{'van' if m == 0 else 'jar'}{i}" for i in rng.choice(120, 12)] for m in matter]
    view = with_words(vectors, words, ["en"] * 400)
    np.testing.assert_allclose((view**2).sum(axis=1), 1, atol=1e-5)
    one, other = means(view, matter)
    plain_one, plain_other = means(vectors, matter)
    assert one @ other < plain_one @ plain_other - 0.1
    # too few words that texts share: the vectors alone
    assert with_words(vectors, [["van"]] * 400, ["en"] * 400) is vectors


def test_texts_join_only_a_near_centre() -> None:
    angle = np.radians([0, 8, 82, 45])
    vectors = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    found = nearest(lambda a, b: vectors[a:b], 4, np.eye(2), np.array([0.9, 0.9]))
    assert found.row.tolist() == [0, 0, 1, -1]
    assert found.weight[1] == pytest.approx(math.cos(math.radians(8)))


def test_at_most_fifteen_percent_stay_without_a_topic() -> None:
    rng = np.random.default_rng(3)
    cosine, counts = rng.random(500), rng.integers(1, 5, 500)
    # half of the texts are noise to the fit, and half of the others are far out
    limit = coverage_limit(cosine, cosine > 0.5, counts)
    left = counts[cosine < limit].sum() / counts.sum()
    assert 0.13 < left <= 0.15
    # where every text is inside, the farthest 5 % are not typical
    assert coverage_limit(cosine, cosine >= 0, np.ones(500, dtype=int)) == pytest.approx(
        np.quantile(cosine, 0.05)
    )


def test_smoothing_brings_texts_of_one_topic_together() -> None:
    rng = np.random.default_rng(4)
    topic = np.repeat(np.arange(4), 50)
    vectors = unit(unit(rng.standard_normal((4, 40)))[topic] + 0.25 * rng.standard_normal((200, 40)))
    same = topic[:, None] == topic

    def gap(x: np.ndarray) -> float:
        cosine = x @ x.T
        return cosine[same].mean() - cosine[~same].mean()

    x = smoothed(vectors.astype(np.float32))
    assert gap(x) > gap(unit(vectors - vectors.mean(axis=0))) + 0.3
    np.testing.assert_array_equal(np.sort(np.bincount(Tree(x).groups(4))), [50] * 4)


def test_the_tree_gives_the_same_groups_in_any_order() -> None:
    rng = np.random.default_rng(5)
    x = unit(rng.standard_normal((300, 6))).astype(np.float32)
    order = rng.permutation(300)
    one, two = Tree(x).groups(7), Tree(x[order]).groups(7)
    assert len({(int(a), int(b)) for a, b in zip(one[order], two, strict=True)}) == 7


def test_means_leave_out_empty_groups() -> None:
    x = np.array([[1.0, 0], [0, 2.0], [0, 1.0]])
    np.testing.assert_allclose(means(x, np.array([2, 0, -1])), [[0, 1], [1, 0]])


def test_merging_alike_groups_leaves_noise_and_distant_groups_alone() -> None:
    vectors = unit(
        np.array([[1, 0, 0], [1, 0.2, 0], [1, 0.4, 0], [0, 0, 1], [0, 0.1, 1], [1, 1, 1]], dtype=float)
    )
    assert merge_alike(vectors, np.array([0, 0, 1, 2, 2, -1])).tolist() == [0, 0, 0, 1, 1, -1]


def test_terms_are_c_tf_idf() -> None:
    tokens = [["late", "box"], ["late"], ["late"], ["late"], ["late"], ["cheap", "box"]] + [["cheap"]] * 4
    topic = np.array([0] * 5 + [1] * 5)
    terms = topic_terms(tokens, topic, np.array(["en"] * 10, dtype=object))
    late = terms[(terms["topic"] == 0) & (terms["term"] == "late")].iloc[0]
    # tf 5 of 6 words in the class; A = (6 + 6)/2 = 6 words a class; f(late) = 5: 5/6 log(1 + 6/5).
    # BERTopic's transformer counts A as the integer mean of words a class.
    assert late["weight"] == pytest.approx(5 / 6 * math.log(1 + 6 / 5), rel=1e-9)
    # "box" stands in one mention of the topic only: too few to be a term of it
    assert set(terms["term"]) == {"late", "cheap"}


def test_names_come_in_the_report_language_and_stay_apart() -> None:
    terms = pd.DataFrame(
        [
            (0, "ko", 1, "배송", 1.0),
            (0, "en", 1, "delivery", 0.5),
            (1, "ko", 1, "배송", 1.0),
            (1, "ko", 2, "포장", 0.5),
        ],
        columns=["topic", "lang", "rank", "term", "weight"],
    )
    langs = {0: Counter(ko=9, en=2), 1: Counter(ko=3)}
    assert name_topics(terms, langs, "en") == {0: "delivery", 1: "배송 · 포장"}
    names = name_topics(terms.iloc[[0, 2]], langs, "ko")
    assert names[0] == "배송"
    assert names[1] != names[0]


def test_a_language_of_few_names_no_topic() -> None:
    """Two of forty mentions are in the report's language: fewer than a tenth."""
    terms = pd.DataFrame(
        {
            "topic": [0, 0],
            "lang": ["zh-Hant", "zh-Hans"],
            "rank": [1, 1],
            "term": ["白飯", "味道"],
            "weight": 1.0,
        }
    )
    few, enough = {0: Counter({"zh-Hans": 38, "zh-Hant": 2})}, {0: Counter({"zh-Hans": 36, "zh-Hant": 4})}
    assert name_topics(terms, few, "zh-Hant") == {0: "味道"}
    assert name_topics(terms, enough, "zh-Hant") == {0: "白飯"}


def test_a_topic_of_everything_is_called_so_in_the_reports_language() -> None:
    topics = pd.DataFrame({
        "topic_id": ["t01", "t02"], "name": [various("t01", "en"), "delivery"], "origin": ["found", "found"],
    })  # fmt: skip
    tables = {
        "topics": topics,
        "mentions": pd.DataFrame({"mention_id": ["1"], "comment_id": ["1"]}),
        "comments": pd.DataFrame({"comment_id": ["1"], "lang": ["en"]}),
        "mention_topics": pd.DataFrame({"mention_id": ["1"], "topic_id": ["t01"]}),
        "topic_terms": pd.DataFrame(columns=["topic_id", "lang", "rank", "term", "weight"]),
    }
    assert renamed(tables, "ko")["topics"]["name"].tolist() == ["여러 의견 (t01)", "delivery"]


def test_a_topic_without_terms_has_no_number_for_a_name() -> None:
    none = pd.DataFrame([], columns=["topic", "lang", "rank", "term", "weight"])
    assert name_topics(none, {0: Counter(en=9), 1: Counter()}, "en") == {0: "", 1: ""}
    assert most_said(["Very good!", "very good", "Very good", "van", "van"]) == "Very good"
    assert most_said(["10", "10", "10", "...", "...", "..."]) == ""
    assert most_said(["a word too few", "a word too few"]) == ""


def test_a_language_of_one_word_has_no_terms() -> None:
    tokens = [["van", "late"]] * 6 + [["jar", "broken"]] * 6 + [["tarde"]] * 6
    topic = np.array([0] * 6 + [1] * 6 + [0] * 6)
    found = topic_terms(tokens, topic, np.array(["en"] * 12 + ["es"] * 6, dtype=object))
    assert set(found["lang"]) == {"en"}
