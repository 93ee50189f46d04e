"""Weights, clusters, pairs, finite populations, planning."""

import numpy as np
import pytest
from golden_values import golden, same
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import StatisticError
from cxtext.stats import (
    difference_in_differences,
    finite_population_se,
    kish,
    nps_adjusted_wald,
    nps_clustered,
    nps_detectable_change,
    nps_difference_adjusted_wald,
    nps_difference_clustered,
    nps_paired,
    nps_sample_size,
    nps_score,
    nps_t,
    nps_weighted,
    share_detectable_change,
    share_sample_size,
)
from cxtext.stats.nps import Counts

X = [1, 1, 0, -1, 1, 0, 1, -1, 0, 1]
W = [0.5, 0.5, 0.5, 1, 1, 1, 1, 2, 2, 3]


def test_weighted_example():
    found = nps_weighted(X, W)
    assert same(found.value, "npsw.score")
    assert same(nps_weighted(X, [1] * 10).value, "npsw.unweighted")
    assert same(found.n_eff, "npsw.neff")
    assert same(found.deff, "npsw.deff")
    assert same(np.var(W) / np.mean(W) ** 2, "npsw.cv2")
    assert found.deff == pytest.approx(1 + golden("npsw.cv2"), rel=1e-12)
    assert same(found.se, "npsw.se_svymean")
    assert same(found.se * np.sqrt(9 / 10), "npsw.se_lin_n")
    assert same([found.low, found.high], "npsw.score_ci_kish")
    assert same(nps_adjusted_wald(*found.counts), "npsw.aw3_kish")
    p, _, d = (c / found.n_eff for c in found.counts)
    assert same([p, d], "npsw.p_d")
    assert same(100 * np.sqrt((p + d - (p - d) ** 2) / found.n_eff), "npsw.se_kish")


@given(st.floats(1e-6, 1e6), st.permutations(range(10)))
def test_weights_have_no_scale_and_rows_no_order(scale, order):
    first = nps_weighted(X, W)
    second = nps_weighted([X[i] for i in order], [scale * W[i] for i in order])
    assert second[:7] == pytest.approx(first[:7], rel=1e-9)


def test_rows_of_weight_zero_do_not_count():
    assert nps_weighted([*X, -1], [*W, 0])[:7] == pytest.approx(nps_weighted(X, W)[:7], rel=1e-12)
    assert nps_weighted([*X, -1], [*W, 0]).n == 10


@pytest.mark.parametrize("bad", [[1] * 9, [-1.0] * 10, [0.0] * 10, [np.inf] * 10, [np.nan] * 10])
def test_bad_weights_are_refused(bad):
    with pytest.raises(StatisticError):
        nps_weighted(X, bad)


def test_answers_are_signs():
    with pytest.raises(StatisticError, match="-1"):
        nps_weighted([10, 9], [1, 1])


def test_no_answers_no_score():
    assert np.isnan(nps_weighted([], []).value)
    assert np.isnan(nps_clustered([], []).value)


def test_kish_by_hand():
    # (1 + 3)^2/(1 + 9) = 1.6
    assert kish([1, 3, 0]) == pytest.approx((1.6, 1.25))


def test_clustered_example():
    x = [1, 1, 0, -1, -1, 0, 1, 1, 0]
    owner = [1, 1, 2, 3, 3, 3, 4, 5, 5]
    found = nps_clustered(x, owner)
    assert same(found.value, "npscl.score")
    assert same(found.se, "npscl.se")
    assert same(nps_clustered(x, range(9)).se, "npscl.se_naive_n1")
    assert found.method == "cluster-robust t"
    assert found.low == pytest.approx(-89.5075, abs=1e-3)  # 22.222 - 2.776445 x 40.24199
    assert found.high == 100  # clipped
    assert nps_clustered([1, 1, 1], ["a", "a", "b"]).low == nps_score(2, 0, 0).low


def test_single_answers_are_clusters_of_one():
    rng = np.random.default_rng(1)
    x = rng.choice([-1, 0, 1], 200)
    counts = [(x == s).sum() for s in (1, 0, -1)]
    found = nps_clustered(x, np.arange(200))
    t = nps_t(*counts)
    assert found.se == pytest.approx((t.high - t.low) / 2 / 1.971956544, rel=1e-8)  # t 0.975 on 199
    assert found.method == "cluster-robust normal"


def test_paired_example():
    table = [[10, 6, 4], [5, 30, 15], [3, 7, 20]]
    before = np.concatenate([np.full(sum(row), i - 1) for i, row in enumerate(table)])
    after = np.concatenate([np.repeat([-1, 0, 1], row) for row in table])
    found = nps_paired(before, after)
    assert same(100 * before.mean(), "npspaired.w1")
    assert same(100 * after.mean(), "npspaired.w2")
    assert same(found.value, "npspaired.diff")
    assert same(found.se, "npspaired.se_n1")
    assert same(found.se * np.sqrt(99 / 100), "npspaired.se_n")
    assert same(found.statistic, "npspaired.t")
    assert same(found.p, "npspaired.p_t")
    assert same([found.low, found.high], "npspaired.ci_t")
    counts = [[(w == s).sum() for s in (1, 0, -1)] for w in (before, after)]
    wald = nps_difference_adjusted_wald(*counts, added=Counts(0, 0, 0))
    assert same(wald.se, "npspaired.se_if_treated_independent")


def test_clustering_by_customer_is_pairing_where_all_are_paired():
    rng = np.random.default_rng(2)
    before, after = rng.choice([-1, 0, 1], (2, 80))
    pairs = nps_paired(before, after)
    rows = nps_difference_clustered(
        np.concatenate([before, after]), [False] * 80 + [True] * 80, np.tile(np.arange(80), 2)
    )
    assert rows.value == pytest.approx(pairs.value)
    assert rows.se == pytest.approx(pairs.se)


def test_overlapping_waves_need_two_waves():
    assert np.isnan(nps_difference_clustered([1, 0], [True, True], [1, 2]).value)


def test_finite_population():
    se = 70 / np.sqrt(99)  # sd (n - 1) of 30/50/20 over root 100, in points
    assert same(finite_population_se(se, 100, 500), "npsfpc.se_N500_sampling")
    assert same(finite_population_se(se, 100, 100), "npsfpc.census")
    assert same(7 * np.sqrt((500 - 100) / 499), "npsfpc.se_N500_simple")
    assert same(100 * np.sqrt(0.49 / 100), "npsfpc.se_infinite")
    with pytest.raises(StatisticError):
        finite_population_se(se, 101, 100)


def test_planning():
    assert nps_sample_size(5) == golden("npsn.margin5_worst")
    assert nps_sample_size(5, variance=0.49) == golden("npsn.margin5_var.49")
    assert nps_sample_size(3) == golden("npsn.margin3_worst")
    assert nps_sample_size(3, variance=0.49) == golden("npsn.margin3_var.49")
    assert same(nps_detectable_change(400, 400, variance=0.49), "npsmde.n400_power80_var.49")
    assert share_sample_size(0.03) == 1068  # 1.96^2 .25/.0009 = 1067.07
    # 2.801585 sqrt(.25 x 2/400)
    assert share_detectable_change(400, 400) == pytest.approx(0.0990510, rel=1e-5)
    for bad in ({"margin": 0}, {"margin": 5, "variance": 0}, {"margin": float("nan")}):
        with pytest.raises(StatisticError):
            nps_sample_size(**bad)
    with pytest.raises(StatisticError, match="Power"):
        nps_detectable_change(10, 10, power=1)


def test_clustered_difference_in_differences_by_hand():
    # four sites, one answer each before and after: changes 20 and 40 in the pilot, 10 and 0 in control
    y = [0, 20, 10, 50, 5, 15, 30, 30]
    site = [1, 1, 2, 2, 3, 3, 4, 4]
    after = [0, 1] * 4
    pilot = [1] * 4 + [0] * 4
    found = difference_in_differences(y, pilot, after, site)
    assert found.value == 25.0  # 30 - 5
    # cluster sums: (20 - 30)/2, (40 - 30)/2, -(10 - 5)/2, -(0 - 5)/2; SE^2 = 4/3 x (25 + 25 + 6.25 + 6.25)
    assert found.se == pytest.approx(np.sqrt(4 / 3 * 62.5), rel=1e-12)
    assert np.isnan(difference_in_differences(y, [1] * 8, after, site).value)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from([-1, 0, 1]), st.integers(0, 5)), min_size=2, max_size=60))
def test_clustered_limits_hold_the_estimate(rows):
    x, owner = zip(*rows, strict=True)
    found = nps_clustered(x, owner)
    if not np.isnan(found.low):
        assert -100 <= found.low <= found.value + 1e-9
        assert found.value - 1e-9 <= found.high <= 100
