"""Means, bootstrap, survival, reliability, decomposition, minimum bases."""

import math
import random

import numpy as np
import pytest
from golden_values import golden, same
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from cxtext.errors import ConfigError, StatisticError
from cxtext.stats import (
    Estimate,
    Minimums,
    apply_ladder,
    base_flag,
    bca,
    comparable,
    cronbach_alpha,
    kaplan_meier,
    kitagawa,
    mean_difference,
    mean_interval,
    paired_difference,
    ratio_of_sums,
    topic_base,
)


def repeated(counts, first=1):
    return np.repeat(np.arange(first, first + len(counts)), counts)


@pytest.mark.parametrize(
    ("key", "counts"),
    [("csat", (5, 10, 15, 40, 30)), ("ces1", (30, 35, 20, 10, 5)), ("ces2", (4, 5, 6, 10, 20, 30, 25))],
)
def test_means_of_the_scales(key, counts):
    found = mean_interval(repeated(counts), bounds=(1, len(counts)))
    assert same(found.value, f"{key}.mean")
    assert same(found.sd, f"{key}.sd")
    assert same([found.low, found.high], f"{key}.mean_ci_t")


AHT = [260, 285, 810, 125, 430, 200]


def test_skewed_means():
    assert same(AHT, "aht.totals")
    found = mean_interval(AHT)
    assert same(found.value, "aht.mean_s")
    assert same([found.low, found.high], "aht.t_ci")


def test_means_that_have_no_interval():
    assert math.isnan(mean_interval([]).value)
    assert mean_interval([4]).value == 4
    assert math.isnan(mean_interval([4]).low)
    flat = mean_interval([4, 4, 4])
    assert flat.se == 0
    assert math.isnan(flat.low)
    with pytest.raises(StatisticError, match="finite"):
        mean_interval([1, math.nan])


def test_mean_limits_stay_on_the_scale():
    found = mean_interval([5, 5, 5, 1], bounds=(1, 5))
    assert (found.low, found.high) == (1, 5)


def test_differences_of_means_are_scipys():
    before, after = [3, 4, 2, 5, 3, 3], [4, 5, 5, 3, 4]
    found, theirs = mean_difference(before, after), scipy_stats.ttest_ind(after, before, equal_var=False)
    assert found.p == pytest.approx(theirs.pvalue, rel=1e-12)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval()), rel=1e-12)
    pairs, theirs = paired_difference(before[:5], after), scipy_stats.ttest_rel(after, before[:5])
    assert pairs.p == pytest.approx(theirs.pvalue, rel=1e-12)
    assert math.isnan(paired_difference([1, 2], [2, 3]).p)


def test_ratio_by_hand():
    # R = 210/360; residuals 3.333, -28.333, 25; SE = sqrt(3/2 x 1438.889)/360
    found = ratio_of_sums([120, 30, 60], [200, 100, 60])
    assert found.value == pytest.approx(210 / 360)
    assert found.se == pytest.approx(math.sqrt(1.5 * (10 / 3) ** 2 + 1.5 * (85 / 3) ** 2 + 1.5 * 625) / 360)
    assert math.isnan(ratio_of_sums([1], [0]).value)


@given(st.lists(st.integers(1, 7), min_size=2, max_size=50), st.integers(0, 10**6))
def test_order_does_not_matter(values, seed):
    mixed = list(values)
    random.Random(seed).shuffle(mixed)
    assert mean_interval(mixed)[:2] == pytest.approx(mean_interval(values)[:2], nan_ok=True)


def test_bootstrap():
    found = bca(AHT)
    assert same(found.resamples, "boot.B")
    assert same(found.acceleration, "boot.accel")
    assert same(found.bias, "boot.z0_mid")
    assert same(found.levels, "boot.bca_levels")
    assert same(found.percentile, "boot.percentile_ci_linear")
    assert same([found.low, found.high], "boot.bca_ci_linear")
    assert same([found.low, found.high], "boot.bca_ci_mid_inverted_cdf")
    assert same(found.sd, "boot.sd")
    assert same(scipy_stats.norm.cdf(found.bias), "boot.prop_mid")


def test_ties_by_half_differ_from_the_strict_rule():
    means = np.array(np.meshgrid(*[AHT] * 6)).reshape(6, -1).sum(0)
    below = (means < sum(AHT)).mean()
    assert same(below, "boot.prop_lt")
    strict = scipy_stats.norm.ppf(below)
    assert same(strict, "boot.z0_strict")
    z = strict + np.array([-1, 1]) * golden("z975")
    levels = scipy_stats.norm.cdf(strict + z / (1 - bca(AHT).acceleration * z))
    assert same(levels, "boot.bca_levels_strict")
    assert same(np.quantile(means / 6, levels), "boot.bca_ci_strict_linear")
    assert bca(AHT).bias != pytest.approx(strict, abs=0.01)


def test_bootstrap_repeats_with_its_seed_and_nears_scipys():
    x = np.random.default_rng(0).lognormal(5, 1, 60)
    first, second = (bca(x, rng=np.random.default_rng(1)) for _ in range(2))
    assert first == second
    theirs = scipy_stats.bootstrap(
        (x,), np.mean, method="BCa", rng=np.random.default_rng(2), n_resamples=9999
    )
    assert (first.low, first.high) == pytest.approx(tuple(theirs.confidence_interval), rel=0.03)
    median = bca(x, np.median, rng=np.random.default_rng(1), resamples=2000)
    assert median.low < np.median(x) < median.high


def test_bootstrap_without_spread_or_seed():
    assert math.isnan(bca([3, 3, 3]).low)
    assert math.isnan(bca([]).value)
    with pytest.raises(StatisticError, match="Too many"):
        bca(range(20))


def test_survival():
    found = kaplan_meier([1, 2, 2, 3, 4, 5], [1, 1, 0, 1, 0, 1])
    for i, t in enumerate(found.time):
        assert same([found.at_risk[i], found.events[i], found.survival[i], found.se[i]], f"km.t{t:g}")
    # log-log limits at t = 1 by hand: S^exp(-+1.96 SE/(S log S))
    s, se = found.survival[0], found.se[0]
    power = golden("z975") * se / (s * math.log(s))
    assert found.low[0] == pytest.approx(s ** math.exp(-power))
    assert found.high[0] == pytest.approx(s ** math.exp(power))
    assert found.low[0] < s < found.high[0]
    assert found.median == 3
    assert math.isnan(found.low[-1])
    assert kaplan_meier([1, 2], [0, 0]).time.size == 0
    with pytest.raises(StatisticError):
        kaplan_meier([-1, 2], [0, 1])


CXI = np.array(
    [(2, 4, 4, 5), (1, 5, 4, 4), (4, 2, 3, 3), (3, 3, 4, 3), (5, 2, 2, 1), (2, 4, 5, 4)], dtype=float
)


def test_reliability():
    items = np.column_stack([6 - CXI[:, 0], CXI[:, 1:]])
    assert same(cronbach_alpha(items), "cxi.cronbach_alpha")
    assert cronbach_alpha(np.vstack([items, [np.nan, 1, 2, 3]])) == cronbach_alpha(items)
    assert math.isnan(cronbach_alpha(items[:1]))
    assert math.isnan(cronbach_alpha(np.ones((4, 3))))


SHARES, SHARES_AFTER = [0.5, 0.3, 0.2], [0.3, 0.3, 0.4]


def test_decomposition():
    found = kitagawa(SHARES, [40, 20, -10], SHARES_AFTER, [45, 22, -2])
    assert same([found.before, found.after, found.after - found.before], "kit.nps0_nps1_delta")
    assert same(found.rate, "kit.rate")
    assert same(found.mix, "kit.mix")
    assert same(found.centred_mix, "kit.mix_centred")
    assert same([found.rate.sum(), found.mix.sum(), found.centred_mix.sum()], "kit.totals")
    assert same([found.rate_only, found.mix_only, found.interaction], "kit.threefold")


@given(st.floats(-50, 50))
def test_centred_mix_does_not_depend_on_the_zero_of_the_scale(shift):
    plain = kitagawa(SHARES, [40, 20, -10], SHARES_AFTER, [45, 22, -2])
    moved = kitagawa(
        SHARES, [40 + shift, 20 + shift, shift - 10], SHARES_AFTER, [45 + shift, 22 + shift, shift - 2]
    )
    assert moved.centred_mix == pytest.approx(plain.centred_mix, abs=1e-9)
    assert moved.rate == pytest.approx(plain.rate, abs=1e-9)


def test_segments_that_come_or_go():
    before, after = ([0.5, 0.5, 0.0], [40, 20, math.nan]), ([0.4, 0.4, 0.2], [40, 20, 70])
    with pytest.raises(StatisticError, match="without a score"):
        kitagawa(*before, *after)
    found = kitagawa(*before, *after, empty="mix")
    assert found.rate.tolist() == [0, 0, 0]
    assert found.mix.sum() == pytest.approx(8)  # 38 - 30
    with pytest.raises(StatisticError, match="sum to 1"):
        kitagawa([0.5, 0.4], [1, 2], [0.5, 0.5], [1, 2])


def estimate(n, **more):
    return Estimate(value=20.0, low=0.0, high=40.0, unit="points", n=n, method="score", **more)


def test_the_ladder():
    assert apply_ladder(estimate(30)).flags == ()
    assert apply_ladder(estimate(29)).flags == ("low_base",)
    assert apply_ladder(estimate(29)).value == 20
    few = apply_ladder(estimate(9))
    assert (few.value, few.low, few.reason, few.flags) == (
        None,
        None,
        "fewer than 10 answers",
        ("suppressed",),
    )
    assert apply_ladder(few) is few
    assert apply_ladder(estimate(100, n_eff=12.0)).flags == ("low_base",)
    assert apply_ladder(estimate(9), Minimums(estimate=5, clean=9)).value == 20
    missing = Estimate.missing("no valid responses", "points")
    assert apply_ladder(missing) is missing


def test_the_ladder_of_pairs_and_topics():
    assert comparable(30, 30)
    assert not comparable(500, 29)
    assert base_flag(9.9) == "suppressed"
    assert topic_base(30, 30) is None
    assert topic_base(500, 9) == "suppressed"
    for bad in ({"estimate": 0}, {"clean": 5}, {"topic": 40}):
        with pytest.raises(ConfigError):
            Minimums(**bad)
