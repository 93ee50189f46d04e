"""Effort, request and emotion: by rule from probabilities, by the heads from text, against CES scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cxtext.inference import infer, load_classifier, load_encoder
from cxtext.inference.signals import load_heads
from cxtext.report.signal_facts import signal_facts, signal_rows
from cxtext.report.words import load_words
from cxtext.sentiment import decided, to_sentiments, to_signals
from cxtext.sentiment.effort import effort_check
from cxtext.stats.base import DEFAULT, Minimums
from cxtext.tables import EMOTIONS

NAMES = ("effort_hard", "effort_easy", "request", *EMOTIONS)
HALF = np.full(7, 0.5)


def signals(label, **p):
    rows = np.array([[p.get(name, 0.0) for name in NAMES]])
    return to_signals(NAMES, rows, HALF, [label]).iloc[0]


def test_no_sign_is_a_missing_value():
    row = signals("negative", effort_hard=0.49, joy=0.3)
    assert row[["effort", "request", "emotion"]].isna().all()
    assert row["effort_score"] == 0.49


def test_the_more_probable_of_two_wins():
    row = signals("neutral", effort_hard=0.6, effort_easy=0.7, anger=0.8, worry=0.9, request=0.5)
    assert row[["effort", "request", "emotion"]].tolist() == ["easy", "yes", "worry"]
    assert row["effort_score"] == pytest.approx(-0.1)


def test_a_signal_that_contradicts_the_sentiment_is_none():
    assert signals("positive", disappointment=0.9, joy=0.6)["emotion"] == "joy"
    assert pd.isna(signals("positive", effort_hard=0.9)["effort"])
    assert pd.isna(signals("negative", joy=0.9)["emotion"])


def test_unreadable_text_has_no_score_and_no_sign():
    row = to_signals(NAMES, np.full((1, 7), np.nan), HALF, ["neutral"]).iloc[0]
    assert row.isna().all()


def test_the_committed_heads_on_fresh_sentences():
    texts = [
        "I had to ring five departments and fill in the same form twice to return it.",
        "Signing up was quick and easy, done with two clicks.",
        "Please call me back about the missing invoice.",
        "退款步驟太複雜，我試了好多次才成功。",
        "환불해 주세요, 꼭 연락 부탁드립니다.",
        "🙂 123 ...",
        "",
        "ꓘꓵ ꓐꓲ",
    ]
    encoder = load_encoder(device="cpu")
    found = infer(texts, encoder, load_classifier(device="cpu", encoder=encoder))
    heads = load_heads(encoder)
    p = heads.probabilities(found.vectors)
    p[found.evidence == 0] = np.nan
    table = to_sentiments(
        [str(i) for i in range(len(texts))], "comment", found.probabilities,
        to_signals(heads.names, p, heads.threshold, decided(found.probabilities)),
    )  # fmt: skip
    assert table["effort"].fillna("").tolist()[:5] == ["hard", "easy", "", "hard", ""]
    assert table["request"].fillna("").tolist()[2:5] == ["yes", "", "yes"]
    assert table.loc[6:, ["effort", "request", "emotion", "effort_score"]].isna().all(axis=None)


def scored(n, gap, seed=0):
    """Half high effort, half low; effort_score normal, ``gap`` standard deviations apart."""
    rng = np.random.default_rng(seed)
    bad = np.arange(n) % 2 == 0
    return pd.DataFrame(
        {
            "respondent": [f"r{i:04}" for i in range(n)],
            "says": np.where(bad, "negative", "positive"),
            "effort_score": rng.normal(size=n) * 0.2 + gap * 0.2 * bad,
        }
    )


def test_effort_auc_is_that_of_two_normals():
    # AUC of normals a standard deviation apart: Phi(1 / sqrt 2) = 0.7602
    found = effort_check(scored(6000, 1.0), DEFAULT, 0)
    assert found["value"] == pytest.approx(0.7602, abs=0.02)
    assert found["low"] < 0.7602 < found["high"]
    assert found["n"] == 6000


def test_effort_without_relation_is_chance_and_little_data_gives_none():
    found = effort_check(scored(2000, 0.0), DEFAULT, 0)
    assert found["low"] < 0.5 < found["high"] + 0.02
    assert effort_check(scored(40, 3.0), DEFAULT, 0)["flags"] == "low_base"
    assert effort_check(scored(80, 3.0), Minimums(calibration_bin=50), 0)["flags"] == "low_base"


def test_respondents_of_a_topic_are_counted_once():
    tables = {
        "topics": pd.DataFrame({"topic_id": ["t1"], "name": ["returns"], "n_respondents": [2]}),
        "mention_topics": pd.DataFrame({"mention_id": ["a", "b", "c"], "topic_id": "t1"}),
        "mentions": pd.DataFrame({"mention_id": ["a", "b", "c"], "comment_id": ["1", "1", "2"]}),
        "comments": pd.DataFrame({"comment_id": ["1", "2"], "response_id": ["1", "2"]}),
        "responses": pd.DataFrame({"response_id": ["1", "2"], "respondent": ["x", "y"]}),
        "sentiments": pd.DataFrame(
            {"unit_id": ["a", "b", "c", "1"], "level": ["mention"] * 3 + ["comment"],
             "effort": ["hard", "hard", None, "easy"], "request": [None, "yes", "yes", "yes"],
             "emotion": [None, None, "joy", "anger"]}
        ),
    }  # fmt: skip
    assert signal_rows(tables) == [["t1", "returns", 2, 1, 0, 2, 0, 0, 1, 0]]


def test_a_signal_is_told_by_its_share_of_commenters_and_its_richest_topics():
    # 50 people, a mention each: t1 has 40 of them, 8 with anger (20 %); t2 has 10, all angry, too few to name
    ids = [str(i) for i in range(50)]
    tables = {
        "topics": pd.DataFrame(
            {"topic_id": ["t1", "t2"], "name": ["returns", "fees"], "n_respondents": [40, 10]}
        ),
        "mention_topics": pd.DataFrame({"mention_id": ids, "topic_id": ["t1"] * 40 + ["t2"] * 10}),
        "mentions": pd.DataFrame({"mention_id": ids, "comment_id": ids}),
        "comments": pd.DataFrame({"comment_id": ids, "response_id": ids}),
        "responses": pd.DataFrame({"response_id": ids, "respondent": ids}),
        "sentiments": pd.DataFrame(
            {"unit_id": ids, "level": "mention", "effort": None, "request": None,
             "emotion": ["anger"] * 8 + [None] * 32 + ["anger"] * 10}
        ),
    }  # fmt: skip
    anger, *others = signal_facts(tables, 60, load_words("en"))
    assert not others
    assert (anger["signal"], anger["n_with"], anger["n"], anger["value"]) == ("anger", 18, 60, 30.0)
    assert [(t["name"], t["value"], t["n"]) for t in anger["topics"]] == [("returns", 20.0, 40)]
