"""The fourteen ways in which sources contradict each other, and what this library does about each.

The docstrings are the sentences of the section "Where sources disagree" of docs/metrics.md.
"""

import inspect

import pandas as pd
import pytest
from golden_values import golden, same

from cxtext.errors import ColumnError, ScoreError, StatisticError
from cxtext.metrics import (
    average_handling_time,
    churn_rate,
    customer_effort,
    customer_satisfaction,
    engagement_index,
    experience_index,
    from_tables,
    label_codes,
    lifetime_value,
    lifetime_value_per_capex,
    net_promoter_score,
    net_revenue_retention,
    purchase_frequency,
    retention_rate,
    revenue_churn,
    time_on_site,
    waiting_time,
)

COUNTS = [2, 1, 1, 1, 1, 3, 3, 9, 22, 22, 35]  # answers 0 to 10
SCORES = [code for code, n in enumerate(COUNTS) for _ in range(n)]


def required(function):
    return {
        name
        for name, p in inspect.signature(function).parameters.items()
        if p.default is inspect.Parameter.empty
    }


def test_01_detractors_are_six_and_below():
    """Detractors are 6 and below, not "below 6": a 6 is neither passive nor left out."""
    assert same(net_promoter_score(SCORES).value, "nps.dist.std")
    promoters, passives, detractors = golden("nps.dist.counts")
    assert [sum(COUNTS[9:]), sum(COUNTS[7:9]), sum(COUNTS[:7])] == [promoters, passives, detractors]
    below_6 = sum(COUNTS[:6])
    assert same(100 * (promoters - below_6) / 100, "nps.dist.below6_6aspassive")
    assert same(100 * (promoters - below_6) / (100 - COUNTS[6]), "nps.dist.below6_6dropped")


def test_02_other_scales_are_variants_of_their_own():
    """NPS is asked on 0-10; 1-10, 1-5 and a keypad's 0-9 are variants of their own, flagged and never
    pooled."""
    assert net_promoter_score(SCORES).flags == ()
    for scale in ((1, 10), (1, 5), (0, 9)):
        assert "variant" in net_promoter_score([4, 5], scale=scale).flags
    with pytest.raises(ScoreError):
        net_promoter_score([10], scale=(1, 5))  # nothing is rescaled
    with pytest.raises(StatisticError):
        net_promoter_score([7], scale=(1, 7))


def test_03_effort_has_a_direction():
    """Effort is asked both ways round, so that its direction must be said, and must fit the version."""
    assert {"version", "scale", "low_is_good"} <= required(customer_effort)
    with pytest.raises(StatisticError, match="low is good"):
        customer_effort([2], version="1.0", scale=(1, 5), low_is_good=False)
    with pytest.raises(StatisticError, match="high is good"):
        customer_effort([2], version="2.0", scale=(1, 7), low_is_good=True)


def test_04_effort_is_a_mean_and_a_share():
    """CES is reported as a mean, and as the share on the easy side, under two names."""
    given = {"version": "2.0", "scale": (1, 7), "low_is_good": False}
    mean = customer_effort([1, 4, 6, 7], **given)
    easy = customer_effort([1, 4, 6, 7], **given, statistic="easy")
    assert (mean.value, mean.unit, easy.value, easy.unit) == (4.5, "scale points", 50.0, "percent")


def test_05_satisfaction_is_named_by_its_statistic():
    """A "CSAT score" may be a share or a mean; each is named, and the share of the two best codes is the
    default."""
    share, mean = customer_satisfaction([5, 4, 1]), customer_satisfaction([5, 4, 1], statistic="mean")
    assert (share.unit, mean.unit) == ("percent", "scale points")
    assert share.value == pytest.approx(200 / 3)
    assert mean.value == pytest.approx(10 / 3)


def test_06_churn_counts_customers_or_money():
    """Customers lost and revenue lost are two metrics: a quarter of the customers is not a quarter of
    the money."""
    assert churn_rate(25, 100).value == 25.0
    assert revenue_churn(100_000, 8_000).value == 8.0  # the same 25 customers may be worth 8 percent


def test_07_customer_retention_is_not_net_revenue_retention():
    """Customer retention leaves new customers out and cannot pass 100 %; net revenue retention is money
    and can."""
    assert retention_rate(100, 130, 30).value == 100.0
    assert net_revenue_retention(100, 0, 0, 30).value == 130.0
    with pytest.raises(StatisticError):
        retention_rate(100, 130, 29)


def test_08_engagement_retention_and_activity_are_three_things():
    """An engagement index, a retention rate and how often customers buy are three metrics; the index has no
    standard weights, so they must be said."""
    assert "weights" in required(engagement_index)
    units = {
        engagement_index(70, 55, 10, weights=(1, 1, 1)).unit,
        retention_rate(100, 55, 0).unit,
        purchase_frequency([1, 2]).unit,
    }
    assert units == {"index", "percent", "orders per customer"}


def test_09_waiting_is_not_handling():
    """Handling time is talk, hold and work after the call; waiting in the queue is a metric of its own."""
    assert set(inspect.signature(average_handling_time).parameters) & {"wait", "waits"} == set()
    assert average_handling_time([100], [20], [30]).value == 150.0
    assert waiting_time([57]).value == 57.0


def test_10_retention_is_an_input_of_lifetime_value():
    """Retention is an input of lifetime value, not a stand-in for it; value per CapEx divides by capital
    spent."""
    assert {"margin", "retention", "timing"} <= required(lifetime_value)
    assert lifetime_value(20, 0.75, timing="now").value != lifetime_value(40, 0.75, timing="now").value
    assert lifetime_value_per_capex(80_000, 20_000).value == 4.0
    assert lifetime_value_per_capex(80_000, 0).value is None


def test_11_time_on_site_starts_from_a_total():
    """Time on site divides a total by visitors or by sessions, whichever is said; an average put in would
    come out again."""
    assert "per" in required(time_on_site)
    sessions, visitors = [30.0, 10.0, 20.0], ["a", "a", "b"]
    assert time_on_site(sessions, per="session").value == 20.0
    assert time_on_site(sessions, per="visitor", visitors=visitors).value == 30.0


def test_12_labels_without_a_passive_group_are_no_nps():
    """Like and dislike have no passive group: such labels give net satisfaction, not NPS."""
    with pytest.raises(StatisticError, match="no agreed cut points"):
        net_promoter_score([0, 1], scale=(0, 1))
    assert customer_satisfaction([1, 1, 0], scale=(0, 1), statistic="net").value == pytest.approx(100 / 3)


def test_13_labels_are_never_guessed():
    """Answer labels need a declared order in which no label stands twice; words are never ranked by
    guessing."""
    translated = ["very satisfied", "satisfied", "somewhat satisfied", "satisfied", "very satisfied"]
    with pytest.raises(StatisticError, match="each once"):
        label_codes(["satisfied"], translated)
    with pytest.raises(ScoreError):
        customer_satisfaction(translated)
    with pytest.raises(ScoreError, match="not among the labels"):
        label_codes(["fine"], ["bad", "good"])
    assert label_codes([" ＧＯＯＤ", "Bad", "N/A", None], ["bad", "good"], lowest=0) == [1, 0, None, None]
    with pytest.raises(ColumnError, match="not numbers"):
        from_tables({"survey": pd.DataFrame({"s": ["XNUMX", "10점"]})}, {"nps": {"score": "s"}})


def test_14_causes_of_effort_are_not_effort():
    """The channel, the wait and the resolution drive effort; they are asked apart and are no part of the
    score."""
    assert set(inspect.signature(customer_effort).parameters) & {"channel", "wait", "resolution"} == set()
    found = experience_index([1, 5], [4, 4], [4, 4], [4, 4])
    assert set(found.components) == {"effort", "empathy", "understanding", "efficiency"}
