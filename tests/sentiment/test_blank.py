"""Blank comments: a row with the reason in the sentiments table, and no number anywhere changes by it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from test_against_scores import SURE, tables

from cxtext.report.view import comments_view
from cxtext.sentiment import blank_units, to_sentiments
from cxtext.sentiment.against_scores import against_scores
from cxtext.tables import SENTIMENTS, check

P = ["p_negative", "p_neutral", "p_positive"]


def test_every_question_left_blank_has_a_row_with_the_reason():
    responses = pd.DataFrame({"response_id": ["1", "2", "3"]})
    comments = pd.DataFrame({"response_id": ["1", "1", "2", "3"], "question_id": ["a", "a", "b", "b"]})
    found = blank_units(responses, comments)
    assert found["unit_id"].tolist() == ["2|a|0", "3|a|0", "1|b|0"]
    assert found[[*P, "polarity", "label", "effort", "effort_score"]].isna().all(axis=None)
    assert found["flags"].tolist() == ["blank"] * 3
    assert found["level"].tolist() == ["comment"] * 3


def test_nobody_answered():
    none = pd.DataFrame({"response_id": [], "question_id": []}, dtype="str")
    assert blank_units(pd.DataFrame({"response_id": ["1"]}), none).empty


def test_it_joins_what_has_figures():
    rows = to_sentiments(["1|a|1"], "comment", np.array([[0.1, 0.2, 0.7]]))
    blank = blank_units(
        pd.DataFrame({"response_id": ["1", "2"]}), pd.DataFrame({"response_id": ["1"], "question_id": ["a"]})
    )
    both = pd.concat([rows, blank], ignore_index=True)
    pd.testing.assert_frame_equal(check(SENTIMENTS, both), both)
    assert both["label"].isna().tolist() == [False, True]


@pytest.fixture
def full():
    rows = [(side, SURE[side]) for side in ("negative", "neutral", "positive")] * 30
    return tables([*rows, ("positive", SURE["negative"])])


def test_blanks_and_fillers_change_no_figure(full):
    before = against_scores(full)
    # A silent response with a score, and one whose only comment says nothing ("n/a"), read as negative.
    more = tables([("positive", SURE["negative"]), ("negative", SURE["positive"])], ["n/a", "n/a"])
    for name, column in (
        ("responses", "response_id"),
        ("scores", "response_id"),
        ("comments", "response_id"),
    ):
        more[name][column] = "x" + more[name][column]
    more["responses"]["respondent"] = more["responses"]["response_id"]
    more["comments"]["comment_id"] = "x" + more["comments"]["comment_id"]
    more["comments"]["filler"] = True
    more["sentiments"]["unit_id"] = "x" + more["sentiments"]["unit_id"]
    joined = {name: pd.concat([full[name], more[name]], ignore_index=True) for name in full}
    silent = full["responses"].tail(1).assign(response_id="silent", respondent="silent")
    joined["responses"] = pd.concat([joined["responses"], silent], ignore_index=True)
    blank = blank_units(joined["responses"], joined["comments"])
    assert blank["unit_id"].tolist() == ["silent|q|0"]
    joined["sentiments"] = pd.concat([joined["sentiments"], blank], ignore_index=True)
    after = against_scores(joined)
    for name in before:
        pd.testing.assert_frame_equal(after[name], before[name])
    assert len(comments_view(joined)) == len(joined["comments"])
