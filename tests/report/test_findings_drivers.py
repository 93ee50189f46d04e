"""Drivers in findings.json: rank, side, sentence, worked row."""

import pandas as pd
import pytest

from cxtext import tables as contracts
from cxtext.report.driver_facts import driver_facts, family_facts
from cxtext.report.words import load_words

WORDS = load_words("en")


def driver_row(**values):
    row = {
        "metric": "nps", "topic_id": "t1", "polarity": "negative", "segment": None, "base": "commenters",
        "prevalence": 27.1, "prevalence_all": 23.5, "impact_marginal": -22.4, "impact_marginal_low": -27.6,
        "impact_marginal_high": -17.2, "impact_adjusted": -21.35, "impact_adjusted_low": -26.4,
        "impact_adjusted_high": -16.3, "impact_all": -18.5, "odds_ratio": 8.9, "odds_ratio_low": 5.6,
        "odds_ratio_high": 14.0, "p": 0.0001, "q": 0.0002, "n_with": 130, "n_without": 350,
        "verdict": "drives down", "n_needed": None, "flags": None,
    }  # fmt: skip
    return row | values


def drivers_of(rows, bias=(), higher=True):
    frame = contracts.check(contracts.DRIVERS, pd.DataFrame(rows))
    topics = pd.DataFrame(
        {"topic_id": ["t1", "t2", "t3", "t4"], "name": ["Delivery", "Price", "Staff", "App"]}
    )
    metrics = [{"metric": "nps", "higher_is_better": higher}]
    return driver_facts({"drivers": frame, "topics": topics}, metrics, list(bias), WORDS)


def test_drivers_are_ranked_decided_first_then_by_size():
    rows = [
        driver_row(
            topic_id="t1", polarity="positive", impact_adjusted=1.0, verdict="no clear effect", n_needed=900.0
        ),
        driver_row(topic_id="t2", impact_adjusted=-3.0),
        driver_row(topic_id="t3", impact_adjusted=-9.0),
        driver_row(
            topic_id="t4", impact_adjusted=None, q=None, p=None, verdict="not enough data", n_needed=4200.0
        ),
        driver_row(topic_id="t3", polarity="positive", impact_adjusted=12.0, verdict="drives up"),
    ]
    ranked = drivers_of(rows)[0]["rows"]
    assert [(r["topic_id"], r["side"]) for r in ranked] == [
        ("t3", "worse"), ("t2", "worse"), ("t3", "better"), ("t1", "unclear"), ("t4", "few"),
    ]  # fmt: skip


def test_any_and_segment_rows_are_not_drivers():
    rows = [
        driver_row(),
        driver_row(polarity="any", q=None, verdict=None),
        driver_row(segment="plan=Plus", q=None, verdict=None),
    ]
    facts = drivers_of(rows)
    assert len(facts[0]["rows"]) == 1
    family = family_facts(contracts.check(contracts.DRIVERS, pd.DataFrame(rows)), WORDS)
    assert family["n"] == 1
    assert family["text"].startswith("1 tests were declared")


@pytest.mark.parametrize(
    ("verdict", "impact", "higher", "side"),
    [
        ("drives down", -4.0, True, "worse"),
        ("drives up", 4.0, True, "better"),
        ("drives up", 0.4, False, "worse"),  # a low score is good: up is worse
        ("drives down", -0.4, False, "better"),
        ("no clear effect", -4.0, True, "unclear"),
    ],
)
def test_which_end_is_worse_follows_the_scale(verdict, impact, higher, side):
    row = drivers_of([driver_row(verdict=verdict, impact_adjusted=impact)], higher=higher)[0]["rows"][0]
    assert row["side"] == side


def test_sentences_say_effect_interval_and_q():
    sentence = drivers_of([driver_row()])[0]["rows"][0]["sentence"]
    assert sentence == (
        "“Delivery”, mentioned negatively by 27.1% of commenters (n = 130), goes with −21.4 points on NPS"
        " (95% interval −26.4 to −16.3; q < 0.001). Unadjusted: −22.4 points."
    )


def test_too_little_data_says_how_much_is_needed():
    row = driver_row(
        impact_adjusted=None,
        impact_marginal=None,
        q=None,
        p=None,
        n_with=12,
        verdict="not enough data",
        n_needed=4187.0,
    )
    fact = drivers_of([row])[0]["rows"][0]
    assert fact["verdict_text"] == "not enough data (needs about 4,187)"
    assert fact["effect"]["value"] is None
    assert "needs about 4,187 respondents" in fact["sentence"]
    assert "cause" not in fact["sentence"]


def test_marginal_only_shows_the_marginal_impact_and_says_so():
    fact = drivers_of([driver_row(impact_adjusted=None, flags="marginal_only")])[0]["rows"][0]
    assert fact["effect_kind"] == "marginal"
    assert fact["effect"]["value"] == -22.4
    assert "other topics are not held still" in fact["sentence"]


def test_worked_row_is_the_identity():
    bias = {
        "metric": "nps",
        "groups": [{"group": "commenters", "value": 14.16666667, "n": 480, "unit": "points", "text": "x"}],
    }
    worked = drivers_of([driver_row(impact_marginal=-22.4047619)], [bias])[0]["worked"]
    assert worked["without"] == pytest.approx(36.57142857)  # metrics.md, section 12: NPS without delivery
    assert "14.2 − 36.6 = −22.4 points" in worked["text"]
    negative = drivers_of(
        [driver_row(impact_marginal=5.0)], [bias | {"groups": [bias["groups"][0] | {"value": -3.0}]}]
    )
    assert "−3.0 − (−8.0) = +5.0 points" in negative[0]["worked"]["text"]


def test_worked_row_needs_the_same_base():
    bias = {
        "metric": "nps",
        "groups": [{"group": "commenters", "value": 14.2, "n": 479, "unit": "points", "text": "x"}],
    }
    assert drivers_of([driver_row()], [bias])[0]["worked"] is None


def test_flags_in_words():
    fact = drivers_of([driver_row(flags="low_base merged_with:t2:negative,t3:positive")])[0]["rows"][0]
    assert fact["note"] == "low base: read with care, counted together with a near-identical topic"
