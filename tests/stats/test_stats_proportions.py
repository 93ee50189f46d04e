"""Shares and their differences."""

import math

import numpy as np
import pytest
from golden_values import same
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from cxtext.errors import StatisticError
from cxtext.stats import (
    agresti_coull,
    clopper_pearson,
    cohen_h,
    jeffreys,
    newcombe,
    pooled_test,
    rule_of_three,
    wilson,
    wilson_continuity,
)

METHODS = (wilson, wilson_continuity, clopper_pearson, jeffreys, agresti_coull)


def percent(interval):
    return [100 * v for v in interval]


def test_intervals_of_the_examples():
    assert same(percent(wilson(70, 100)), "csat.wilson")
    assert same(percent(clopper_pearson(70, 100)), "csat.cp")
    assert same(percent(jeffreys(70, 100)), "csat.jeffreys")
    assert same(percent(agresti_coull(70, 100)), "csat.ac")
    assert same(percent(wilson(30, 100)), "csat.topbox_wilson")
    assert same(percent(wilson(60, 100)), "csat7.t2b_wilson")
    assert same(percent(wilson(75, 100)), "ces2.pct_agree_wilson")
    assert same(percent(wilson(25, 100)), "churn.seed_wilson")
    assert same(percent(clopper_pearson(25, 100)), "churn.seed_cp")
    assert same(percent(wilson(420, 1200)), "rr.members_wilson")
    assert same(percent(wilson(24, 31)), "loop.closed_wilson")
    for name, n in (("delivery", 130), ("price", 120), ("staff", 150)):
        assert same(percent(wilson(n, 480)), f"drv.{name}.prev_wilson")


def test_published_anchors():
    for count, n in ((81, 263), (0, 20), (20, 20), (1, 29), (1, 1)):
        assert same(wilson(count, n), f"wilson.{count}_{n}")
    assert same(clopper_pearson(81, 263), "cp.81_263")
    assert same(clopper_pearson(0, 20), "cp.0_20")
    assert same(wilson_continuity(81, 263), "wilson.cc_81_263")
    assert same(rule_of_three(20), "rule_of_three.0_20_upper")


def test_differences():
    for first, second in (((56, 70), (48, 80)), ((9, 10), (3, 10)), ((10, 10), (0, 20))):
        d = newcombe(first, second)
        key = "newcombe." + "_".join(str(v) for v in (*first, *second))
        assert same([d.value, d.low, d.high], key)
    csat = newcombe((70, 100), (62, 100))
    assert same([csat.value, csat.low, csat.high], "newcombe.csat_70_100_62_100")
    assert same(csat.statistic, "prop.z_pooled")
    assert same(csat.p, "prop.p_pooled")
    assert same(cohen_h(0.7, 0.62), "prop.cohen_h")


def test_ends_are_exact():
    for method in (wilson, wilson_continuity, clopper_pearson, jeffreys):
        assert method(0, 37).low == 0.0
        assert method(37, 37).high == 1.0


@pytest.mark.parametrize("method", METHODS)
def test_nothing_gives_nothing_and_nonsense_is_refused(method):
    assert all(math.isnan(v) for v in method(0, 0))
    for bad in ((3, 2), (-1, 2), (math.nan, 2), (1, math.inf)):
        with pytest.raises(StatisticError):
            method(*bad)


def test_equal_sure_shares_have_no_test():
    assert math.isnan(pooled_test((0, 10), (0, 10)).p)
    assert math.isnan(newcombe((0, 0), (1, 2)).low)
    with pytest.raises(StatisticError):
        cohen_h(1.2, 0.5)


shares = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares, st.sampled_from(METHODS))
def test_intervals_hold_the_share_and_mirror(share, method):
    count, n = share
    low, high = method(count, n)
    assert 0 <= low <= count / n + 1e-12
    assert count / n - 1e-12 <= high <= 1
    mirrored = method(n - count, n)
    assert (mirrored.low, mirrored.high) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(shares, shares)
def test_differences_hold_the_estimate_and_mirror(first, second):
    there, back = newcombe(first, second), newcombe(second, first)
    assert there.low - 1e-12 <= there.value <= there.high + 1e-12
    assert back.low == pytest.approx(-there.high, abs=1e-12)


def test_fractional_counts_serve_weights():
    assert wilson(3.5, 7.25).low == pytest.approx(
        np.mean([wilson(3.4, 7.25).low, wilson(3.6, 7.25).low]), rel=1e-3
    )


@pytest.mark.parametrize("n", [10, 30, 100])
def test_wilson_covers(n):
    # exact over all counts and p = .05 .. .95: mean within .01 of .95, worst above .83 (its known dips)
    limits = np.array([wilson(k, n) for k in range(n + 1)])
    coverage = [
        binom.pmf(np.arange(n + 1), n, p)[(limits[:, 0] <= p) & (p <= limits[:, 1])].sum()
        for p in np.linspace(0.05, 0.95, 181)
    ]
    assert np.mean(coverage) == pytest.approx(0.95, abs=0.01)
    assert min(coverage) > 0.83
