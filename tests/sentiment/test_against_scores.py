"""Sentiment held against the scores: golden numbers, and the rules that name a mismatch's reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cxtext.report.sentiment_facts import sentiment_facts
from cxtext.report.words import load_words
from cxtext.sentiment import to_sentiments
from cxtext.sentiment.against_scores import against_scores
from cxtext.stats.base import Minimums
from cxtext.tables import COMMENTS, MENTIONS, RESPONSES, SCORES, check

LABELS = ("negative", "neutral", "positive")
ENDS = {"negative": (0.0, "detractor"), "neutral": (7.0, "passive"), "positive": (10.0, "promoter")}
SURE = {"negative": (0.95, 0.04, 0.01), "neutral": (0.1, 0.8, 0.1), "positive": (0.01, 0.04, 0.95)}


def tables(rows, texts=None, more=()):
    """``rows``: (what the score says, the text's p); ``more``: other scores (row, metric, says)."""
    ids = [f"r{i}" for i in range(len(rows))]
    texts = texts or ["words"] * len(rows)
    scores = [(ids[i], "nps", says) for i, (says, _) in enumerate(rows)]
    scores += [(ids[i], metric, says) for i, metric, says in more]
    p = np.array([p for _, p in rows])
    units = [f"{i}|q|1" for i in ids]
    mentions = [f"{unit}#0" for unit in units]
    return {
        "responses": check(RESPONSES, pd.DataFrame(
            {"response_id": ids, "source": "f", "respondent": ids, "weight": 1.0}
        )),
        "scores": check(SCORES, pd.DataFrame([
            {"response_id": r, "question_id": q, "metric": q, "value": ENDS[says][0], "raw": "x",
             "scale_min": 0.0, "scale_max": 10.0, "higher_is_better": True, "group": ENDS[says][1]}
            for r, q, says in scores
        ])),
        "comments": check(COMMENTS, pd.DataFrame({
            "comment_id": units, "response_id": ids, "question_id": "q", "text": texts, "lang": "en",
            "n_chars": [len(t) for t in texts], "filler": False,
        })),
        "mentions": check(MENTIONS, pd.DataFrame({
            "mention_id": mentions, "comment_id": units, "start": 0, "end": 1, "text": "w",
        })),
        "sentiments": pd.concat(
            [to_sentiments(units, "comment", p), to_sentiments(mentions, "mention", p)], ignore_index=True
        ),
    }  # fmt: skip


def test_kappa_is_the_reference_value():
    # metrics.md, section 11: quadratic kappa of this table, 0.7477744807 (R vcd), ASE 0.0588539945
    counts = [[20, 5, 1], [4, 18, 6], [2, 7, 37]]
    rows = [
        (LABELS[i], SURE[LABELS[j]]) for i in range(3) for j in range(3) for _ in range(counts[i][j])
    ]  # fmt: skip
    checks = against_scores(tables(rows))["sentiment_checks"].set_index(["lang", "statistic"])
    found = checks.loc[("en", "kappa")]
    assert found["value"] == pytest.approx(0.7477744807, abs=1e-9)
    assert found["high"] - found["value"] == pytest.approx(1.959963985 * 0.0588539945, abs=1e-8)
    assert found["n"] == 100
    assert len(checks) == 4  # over all and in English, both statistics


def test_calibration_error_is_the_reference_value():
    # metrics.md, section 11: 5 equal-mass bins, 0.15
    p = [0.95, 0.9, 0.85, 0.7, 0.65, 0.6, 0.4, 0.35, 0.2, 0.1]
    y = [1, 1, 0, 1, 1, 0, 1, 0, 0, 0]
    ends = ["positive" if good else "negative" for good in y]
    rows = [(end, (0.5 * (1 - q), 0.5, 0.5 * q)) for end, q in zip(ends, p, strict=True)]
    rows += [("neutral", (0.4, 0.2, 0.4))] * 3  # the middle of the scale takes no part
    result = against_scores(tables(rows), Minimums(calibration_bin=2))["sentiment_checks"]
    found = result[result["lang"].isna()].set_index("statistic").loc["ece"]
    assert found["value"] == pytest.approx(0.15, abs=1e-12)
    assert found["n"] == 10
    assert found["low"] <= found["high"]
    again = against_scores(tables(rows), Minimums(calibration_bin=2))["sentiment_checks"]
    pd.testing.assert_frame_equal(result, again)


def test_too_few_answers_give_words_not_numbers():
    full = tables([("positive", SURE["positive"])] * 20)
    found = against_scores(full)
    assert found["sentiment_checks"]["value"].isna().all()
    assert set(found["sentiment_checks"]["flags"]) == {"low_base"}
    facts = sentiment_facts(full | found, {}, load_words("en"))
    assert facts["checks"][0]["kappa"]["text"] == "too few answers to say"
    assert facts["mismatches"]["n"] == 0


def test_reasons_by_the_stated_rules():
    unsure = (0.3, 0.1, 0.6)
    rows = [
        ("negative", SURE["positive"]),  # outermost, sure, all of one mind
        ("negative", unsure),  # not sure
        ("negative", SURE["positive"]),  # a mark of irony
        ("negative", SURE["positive"]),  # another score sides with this one
        ("negative", unsure),  # another score sides with the text
        ("positive", SURE["negative"]),  # irony explains no high score
        ("neutral", SURE["negative"]),  # the middle contradicts nothing
        ("positive", SURE["positive"]),
    ]
    texts = ["lovely"] * 2 + ['What a "great" service 🙄'] + ["lovely"] * 2 + ["bad 🙄", "bad", "good"]
    more = [(3, "csat", "negative"), (4, "csat", "positive")]
    result = against_scores(tables(rows, texts, more))["sentiment_mismatches"]
    nps = result[result["metric"] == "nps"].set_index("response_id")["reason"].to_dict()
    assert nps == {
        "r0": "scale_misread", "r1": "model_error", "r2": "sarcasm", "r3": "model_error",
        "r4": "scale_misread", "r5": "scale_misread",
    }  # fmt: skip
    assert result["label"].isin(["negative", "positive"]).all()


def test_mixed_mentions_speak_against_a_misread_scale():
    one = tables([("negative", SURE["positive"])])
    tone = one["sentiments"]
    tone.loc[tone["level"] == "mention", "label"] = "negative"
    assert against_scores(one)["sentiment_mismatches"]["reason"].tolist() == ["model_error"]


def test_nothing_is_changed_and_a_respondent_counts_once():
    one = tables([("negative", SURE["positive"])] * 60)
    before = {name: frame.copy() for name, frame in one.items()}
    one["responses"]["respondent"] = ["same"] * 30 + [f"p{i}" for i in range(30)]
    before["responses"]["respondent"] = one["responses"]["respondent"]
    found = against_scores(one)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, one[name])
    assert found["sentiment_checks"]["n"].tolist()[0] == 31


def test_the_page_names_mismatches_and_windows_in_every_language():
    rows = [("negative", SURE["positive"])] * 3 + [("positive", SURE["positive"])] * 3
    full = tables(rows, ['so "friendly" 🙄', "fine", "nice", "a", "b", "c"])
    full |= against_scores(full)
    run = {"long_texts": {"windowed": 3, "truncated": 0, "room": 507}}
    for lang in ("en", "ko", "zh-Hant"):
        facts = sentiment_facts(full, run, load_words(lang))
        assert facts["mismatches"]["n"] == 3
        assert [r["n"] for r in facts["mismatches"]["reasons"]] == [1, 2, 0]
        assert facts["mismatches"]["rows"][0]["text"] in ('so "friendly" 🙄', "fine", "nice")
        assert facts["long"]["share"] == pytest.approx(50.0)  # 3 of 6 different comments
        assert "507" in facts["long"]["text"]
