"""What single columns are taken for: scores, ids, dates, comments, personal data."""

import pandas as pd
import pytest

from cxtext.load.pii import personal_kind
from cxtext.load.roles import (
    comment_candidates,
    date_candidates,
    id_candidates,
    respondent_candidates,
    score_candidates,
)


def names(candidates):
    return [c.column for c in candidates]


def frame(**columns):
    return pd.DataFrame(columns, dtype="str")


def test_yes_and_no_is_not_a_recommendation_score():
    assert names(score_candidates(frame(recommended=["0", "1"] * 20), "nps")) == []
    assert names(score_candidates(frame(recommended=["yes", "no"] * 20), "nps")) == []


def test_ids_dates_and_lists_of_choices_are_not_comments():
    cells = frame(
        comment_id=[f"c {i}" for i in range(40)],
        feedback_date=["2026-01-05 10:00"] * 40,
        feedback=["very good", "very bad"] * 20,
        review=[f"it is number {i} of many" for i in range(40)],
    )
    assert names(comment_candidates(cells)) == ["review"]


def test_an_id_is_unique_and_a_person_repeats():
    cells = frame(
        ticket_id=["1", "2", "3"], user_id=["u", "u", "v"], paid=["1", "2", "3"], batch_id=["1", "1", "1"]
    )
    assert names(id_candidates(cells)) == ["ticket_id"]
    assert names(respondent_candidates(cells)) == ["user_id"]


def test_other_dates_are_not_when_it_was_submitted():
    cells = frame(
        **{"Date of Purchase": ["2026-01-05"], "Created at": ["2026-01-06"], "birth date": ["1990-01-01"]}
    )
    assert names(date_candidates(cells)) == ["Created at"]


@pytest.mark.parametrize(
    ("name", "cell", "personal"),
    [
        ("E-Mail", "x", True), ("연락처", "x", True), ("Customer Name", "Kim", True), ("name", "Kim", True),
        ("IPAddress", "x", True), ("LocationLatitude", "1.5", True), ("성명", "x", True), ("住所", "x", True),
        ("reach me", "kim@example.com", True), ("reach me", "192.168.0.1", True),
        ("reach me", "010-1234-5678", True),
        ("reach me", "+82 10 1234 5678", True),
        ("lounge_name", "Alpha", False), ("product name", "X1", False),
        ("when", "2026-01-05", False), ("order", "20260105123", False), ("plan", "pro", False),
        ("score", "10", False),
    ],
)  # fmt: skip
def test_personal_columns(name, cell, personal):
    assert bool(personal_kind(pd.Series([cell] * 3, name=name, dtype="str"))) is personal
