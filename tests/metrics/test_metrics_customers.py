"""Churn, retention, lifetime value, costs and rates against the reference."""

import math

import numpy as np
import pytest
from golden_values import golden, same

from cxtext.errors import StatisticError
from cxtext.metrics import (
    acquisition_cost,
    breakage,
    churn_over,
    churn_rate,
    churn_rate_average_base,
    close_rate,
    closed_loop_rate,
    comment_rate,
    cost_to_serve,
    expected_life,
    gross_revenue_retention,
    lifetime_value,
    lifetime_value_of_revenue,
    lifetime_value_per_capex,
    median_survival,
    member_redemption_rate,
    net_revenue_retention,
    payback,
    redemption_rate,
    repeat_rate,
    response_rate,
    retention_rate,
    revenue_churn,
    survival_at,
    survival_curve,
    time_to_close,
    value_to_cost,
)

MONTHS, LEFT = [1, 2, 2, 3, 4, 5], [True, True, False, True, False, True]


def test_churn():
    found = churn_rate(25, 100)
    assert same(found.value, "churn.seed")
    assert same([found.low, found.high], "churn.seed_wilson")
    assert same(retention_rate(100, 90, 15).value, "crr.ex_S100_E90_N15")
    assert same(churn_rate_average_base(25, 100, 90).value, "churn.avgdenom")
    assert "variant" in churn_rate_average_base(25, 100, 90).flags


def test_churn_compounds():
    assert same(churn_over(5, 12), "churn.month5_to_year")
    assert same(churn_over(25, 4), "churn.q25_to_year")
    assert same(churn_over(25, 1 / 3), "churn.q25_to_month")
    assert churn_over(25, 1 / 3) > golden("churn.q25_to_month_naive")  # 25 / 3, which is not it
    assert same(25 / 3, "churn.q25_to_month_naive")
    assert same(expected_life(25).value, "churn.q25_lifetime_quarters")
    assert expected_life(0).value is None


def test_revenue():
    assert same(revenue_churn(100_000, 8_000, 2_000).value, "churn.rev.gross")
    assert same(gross_revenue_retention(100_000, 8_000, 2_000).value, "churn.rev.grr")
    assert same(net_revenue_retention(100_000, 8_000, 2_000, 6_000).value, "churn.rev.nrr")
    assert net_revenue_retention(100, 0, 0, 40).value == 140.0


def test_lifetime_value():
    assert same(lifetime_value(20, 0.75, timing="now").value, "clv.simple_margin_over_churn")
    assert same(lifetime_value(20, 0.75, 0.1, timing="now").value, "clv.immediate_first")
    later = lifetime_value(20, 0.75, 0.1, timing="after_period").value
    assert same(later, "clv.gupta_end_of_period")
    assert lifetime_value(20, 0.75, 0.1, timing="now").value - later == pytest.approx(
        20
    )  # exactly one margin
    five = lifetime_value(20, 0.75, 0.1, timing="now", periods=5).value
    assert same(five, "clv.finite5_closed")
    assert same(sum(20 * (0.75 / 1.1) ** t for t in range(5)), "clv.finite5_immediate")
    assert same(lifetime_value_of_revenue(50, 40, 4).value, "clv.arpu_form")
    assert same(lifetime_value_per_capex(80 * 1000, 20_000).value, "clv.per_capex_total")


def test_without_churn_a_value_needs_a_horizon():
    assert lifetime_value(20, 1.0, timing="now").value is None
    assert lifetime_value(20, 1.0, timing="now", periods=3).value == 60.0
    assert lifetime_value(20, 1.0, 0.25, timing="now").value is None
    assert lifetime_value(20, 1.0, 0.25, timing="now", periods=2).value == pytest.approx(36.0)


def test_cost():
    assert same(acquisition_cost(50_000, 400).value, "clv.cac")
    assert same(value_to_cost(80, 125).value, "clv.ltv_cac")
    assert same(payback(125, 20).value, "clv.payback_periods_undisc")
    assert same(payback(60, 20, 0.75).value, "clv.payback_survival_CAC60")
    costs = {"support": 90_000, "delivery": 60_000, "returns": 15_000}
    assert same(cost_to_serve(costs, 5_500, per="order").value, "clv.cost_to_serve")


@pytest.mark.parametrize(
    ("cost", "retention", "periods"),
    # margins 20, 15, 11.25 ...: 20, 35, 46.25 after one, two and three periods; at most 80
    [
        (20, 0.75, 1),
        (20.01, 0.75, 2),
        (35, 0.75, 2),
        (46.25, 0.75, 3),
        (79.9, 0.75, 24),
        (60, 1.0, 3),
        (20, 0.0, 1),
    ],
)
def test_payback_with_churn(cost, retention, periods):
    assert payback(cost, 20, retention).value == periods
    paid = sum(20 * retention**k for k in range(periods))
    assert paid >= cost - 1e-9 > paid - 20 * retention ** (periods - 1) - 1e-9


def test_payback_that_never_comes():
    for found in (payback(125, 20, 0.75), payback(80, 20, 0.75), payback(21, 20, 0.0), payback(5, 0)):
        assert (found.value, found.reason) == (None, "never pays back")
    assert payback(0, 0).value == payback(0, 20, 0.5).value == 0.0


def test_redemption():
    assert same(redemption_rate(37_500, 150_000).value, "rr.points")
    assert same(breakage(37_500, 150_000).value, "rr.breakage")
    members = member_redemption_rate(420, 1200)
    assert same(members.value, "rr.members")
    assert same([members.low, members.high], "rr.members_wilson")
    mixed = redemption_rate(120, 100)
    assert (mixed.value, mixed.flags) == (120.0, ("mixed_cohorts",))
    assert breakage(120, 100).value is None


def test_loops_and_rates():
    found = closed_loop_rate(24, 31)
    assert same(found.value, "loop.closed_pct")
    assert same([found.low, found.high], "loop.closed_wilson")
    assert repeat_rate(1, 4).value == close_rate(3, 12).value == response_rate(5, 20).value == 25.0
    assert comment_rate(0, 20).low == 0.0
    assert time_to_close([1, 2, 3, 4], [1, 1, 1, 0], unit="hours").unit == "hours"


def test_survival():
    curve = survival_curve(MONTHS, LEFT)
    for t in (1, 2, 3, 5):
        row = curve[curve["time"] == t].iloc[0]
        assert same([row["at_risk"], row["events"], row["survival"], row["se"]], f"km.t{t}")
    assert curve[["low", "high"]].iloc[-1].isna().all()
    assert ((curve["low"] <= curve["survival"]) & (curve["survival"] <= curve["high"]))[:-1].all()
    assert curve["flags"].tolist() == ["low_base"] * 4
    assert survival_at(curve, 0.5).value == 100.0
    assert survival_at(curve, 3.9).value == pytest.approx(100 * 4 / 9)
    assert survival_at(curve, 1).n == 6
    assert median_survival(MONTHS, LEFT).value == 3.0


def test_survival_without_departures():
    curve = survival_curve([3, 4], [False, False])
    assert len(curve) == 0
    assert median_survival([3, 4], [False, False]).value is None
    assert survival_at(survival_curve([], []), 2).value is None


@pytest.mark.parametrize(
    "call",
    [
        lambda: churn_rate(101, 100),
        lambda: churn_rate(-1, 100),
        lambda: churn_rate(1.5, 100),
        lambda: churn_rate(True, 100),
        lambda: churn_rate(np.True_, 100),
        lambda: churn_rate(math.inf, 100),
        lambda: churn_rate("25", 100),
        lambda: churn_rate_average_base(101, 100, 90),
        lambda: churn_over(101, 2),
        lambda: churn_over(5, -1),
        lambda: expected_life(101),
        lambda: retention_rate(100, 90, 91),
        lambda: retention_rate(100, 120, 10),
        lambda: revenue_churn(100, 90, 20),
        lambda: revenue_churn(-100, 0),
        lambda: net_revenue_retention(100, 0, 0, -5),
        lambda: gross_revenue_retention(100, 101),
        lambda: lifetime_value(-20, 0.75, timing="now"),
        lambda: lifetime_value(20, 1.1, timing="now"),
        lambda: lifetime_value(20, 0.7, -1, timing="now"),
        lambda: lifetime_value(20, 0.7, timing="later"),
        lambda: lifetime_value(20, 0.7, timing="now", periods=0),
        lambda: lifetime_value_of_revenue(50, 140, 4),
        lambda: acquisition_cost(-1, 4),
        lambda: payback(10, 20, 1.5),
        lambda: cost_to_serve({"support": -1.0}, 5, per="order"),
        lambda: redemption_rate(-1, 100),
        lambda: member_redemption_rate(5, 4),
        lambda: survival_curve([-1.0], [True]),
        lambda: survival_curve([1.0], [2]),
        lambda: survival_curve([1.0, 2.0], [True]),
    ],
)
def test_impossible_numbers_are_refused(call):
    with pytest.raises(StatisticError):
        call()


@pytest.mark.parametrize(
    "found",
    [
        churn_rate(0, 0),
        churn_rate_average_base(0, 0, 0),
        retention_rate(0, 5, 5),
        revenue_churn(0, 0),
        gross_revenue_retention(0, 0),
        net_revenue_retention(0, 0),
        acquisition_cost(50, 0),
        value_to_cost(50, 0),
        lifetime_value_per_capex(50, 0),
        cost_to_serve({"support": 3.0}, 0, per="order"),
        redemption_rate(0, 0),
        breakage(0, 0),
        repeat_rate(0, 0),
        close_rate(0, 0),
        closed_loop_rate(0, 0),
        response_rate(0, 0),
    ],
)
def test_a_zero_denominator_is_a_reason_and_no_number(found):
    assert found.value is None
    assert found.reason
