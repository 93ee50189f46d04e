"""NPS: exactness, intervals, the test against a target."""

import itertools
import math

import numpy as np
import pytest
from golden_values import golden, same
from hypothesis import given
from hypothesis import strategies as st

from cxtext.errors import StatisticError
from cxtext.stats import (
    ADD_2,
    ADD_3,
    ADD_ONE_EACH,
    nps_adjusted_wald,
    nps_goodman,
    nps_score,
    nps_score_value,
    nps_t,
    nps_test,
    nps_variance,
    nps_wald,
    nps_wald_test,
    score_limits,
)

SAMPLES = {
    "seed": (30, 50, 20),
    "allpro10": (10, 0, 0),
    "allpas10": (0, 10, 0),
    "alldet10": (0, 0, 10),
    "tiny": (2, 2, 2),
    "one": (1, 0, 0),
    "tango": (16, 62, 8),
    "n15": (8, 4, 3),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_intervals_match_the_reference(name):
    counts = SAMPLES[name]
    assert same(nps_score_value(*counts), f"nps.{name}.score")
    assert same(nps_wald(*counts), f"nps.{name}.wald")
    assert same(nps_adjusted_wald(*counts), f"nps.{name}.aw3")
    assert same(nps_adjusted_wald(*counts, added=ADD_2), f"nps.{name}.am2")
    assert same(nps_score(*counts), f"nps.{name}.score_ci")


def test_the_other_intervals_of_the_example():
    counts = SAMPLES["seed"]
    assert same(1.959963984540054, "z975")
    assert same(1e4 * nps_variance(*counts), "nps.seed.var_pts2")
    assert same(100 * math.sqrt(nps_variance(*counts) / 100), "nps.seed.se_pts")
    assert same(nps_t(*counts), "nps.seed.t")
    assert same(nps_goodman(*counts), "nps.seed.goodman")
    assert same(nps_adjusted_wald(*counts, added=ADD_ONE_EACH), "nps.seed.laplace3")
    assert same(nps_adjusted_wald(*counts, level=0.9), "nps.seed.aw3_90")
    centre = nps_score_value(*(a + b for a, b in zip(counts, ADD_3, strict=True)))
    assert same(centre, "nps.seed.aw3_center")


def test_integers_give_exact_points():
    # 100 * (0.3 - 0.2) would be 9.999999999999998
    assert nps_score_value(30, 50, 20) == 10.0
    assert nps_score_value(2, 3, 1) == 100 / 6
    assert math.isnan(nps_score_value(0, 0, 0))


def test_score_limits_of_published_data():
    # Tango 1998 and R PropCIs scoreci.mp: b = detractors, c = promoters of n
    assert same(np.array(nps_score(1, 13, 7)) / 100, "tango.anchor_21_7_1")
    assert same(np.array(nps_score(28, 565, 25, level=0.9)) / 100, "tango.anchor_618_25_28_90")


def test_against_a_target():
    for target in (0, 20, 25):
        result = nps_test(30, 50, 20, target)
        assert same(result.statistic, f"nps1.score_z_vs_{target}")
        assert same(result.p, f"nps1.score_p_vs_{target}")
    assert same(nps_wald_test(30, 50, 20, 25).p, "nps1.wald_p_vs_25")
    assert math.isnan(nps_test(0, 10, 0).p)
    assert nps_test(0, 10, 0, 20).p < 1
    with pytest.raises(StatisticError, match="target"):
        nps_test(30, 50, 20, 100)


def test_the_test_against_zero_is_mcnemars():
    assert nps_test(30, 50, 20).statistic == pytest.approx(10 / math.sqrt(50), rel=1e-14)


def test_no_answers_have_no_interval():
    for method in (nps_wald, nps_t, nps_goodman, nps_adjusted_wald, nps_score):
        assert all(math.isnan(v) for v in method(0, 0, 0))
    assert all(math.isnan(v) for v in nps_t(1, 0, 0))


@pytest.mark.parametrize("bad", [(-1, 0, 2), (math.nan, 1, 1), (math.inf, 1, 1), ("a", 1, 1)])
def test_impossible_counts_are_refused(bad):
    with pytest.raises(StatisticError):
        nps_score(*bad)


@pytest.mark.parametrize("level", [0, 1, 95, -0.1])
def test_levels_are_between_0_and_1(level):
    with pytest.raises(StatisticError, match="level"):
        nps_score(30, 50, 20, level=level)


def _vectors(count, rng):
    # as the reference: NPS-like probability vectors, promoters and detractors between 5 and 75 %
    p = rng.uniform(0.1, 0.75, 4 * count)
    d = rng.uniform(0.05, 0.6, 4 * count)
    keep = np.flatnonzero(p + d < 0.95)[:count]
    return np.column_stack([p[keep], 1 - p[keep] - d[keep], d[keep]])


@pytest.mark.parametrize(
    ("n", "mean", "worst"), [(10, 0.958, 0.938), (30, 0.951, 0.941), (100, 0.950, 0.947)]
)
def test_score_interval_covers_as_the_reference_says(n, mean, worst):
    # exact: all samples of size n, each with its multinomial probability; the reference's table is to 3
    # digits, over its own 400 vectors: mean within .006, worst within .015
    from scipy.special import gammaln

    samples = np.array(
        [(p, n - p - d, d) for p, d in itertools.product(range(n + 1), repeat=2) if p + d <= n]
    )
    low, high = score_limits(*samples.T.astype(float))
    log = gammaln(n + 1) - gammaln(samples + 1).sum(1)
    coverage = []
    for vector in _vectors(100, np.random.default_rng(0)):
        truth = 100 * (vector[0] - vector[2])
        chance = np.exp(log + samples @ np.log(vector))
        coverage.append(chance[(low <= truth) & (truth <= high)].sum())
    assert np.mean(coverage) == pytest.approx(mean, abs=0.006)
    assert min(coverage) > worst - 0.015


counts = st.tuples(*[st.integers(0, 2000)] * 3).filter(any)


@given(counts)
def test_score_limits_hold_the_estimate_and_stay_on_the_scale(c):
    low, high = nps_score(*c)
    assert -100 <= low <= nps_score_value(*c) + 1e-9
    assert nps_score_value(*c) - 1e-9 <= high <= 100


@given(counts)
def test_swapping_promoters_and_detractors_flips_the_sign(c):
    low, high = nps_score(*c)
    mirrored = nps_score(*c[::-1])
    assert nps_score_value(*c[::-1]) == -nps_score_value(*c)
    assert mirrored.low == pytest.approx(-high, abs=1e-9)
    assert mirrored.high == pytest.approx(-low, abs=1e-9)


@given(counts, st.floats(-99, 99))
def test_the_score_test_and_interval_agree(c, target):
    result = nps_test(*c, target=target)
    low, high = nps_score(*c)
    if not math.isnan(result.p) and min(abs(target - low), abs(target - high)) > 1e-6:
        assert (result.p >= 0.05) == (low < target < high)


def test_arrays_give_the_same_limits():
    table = np.array(list(SAMPLES.values()), dtype=float)
    low, high = score_limits(*table.T)
    singles = [nps_score(*row) for row in table]
    assert np.column_stack([low, high]).tolist() == [list(s) for s in singles]


def test_the_distribution_example():
    # answers 0..10 = 2,1,1,1,1,3,3,9,22,22,35: detractors are 0 to 6 (contradiction 1)
    answers = np.array([2, 1, 1, 1, 1, 3, 3, 9, 22, 22, 35])
    triple = (int(answers[9:].sum()), int(answers[7:9].sum()), int(answers[:7].sum()))
    assert list(triple) == golden("nps.dist.counts")
    assert same(nps_score_value(*triple), "nps.dist.std")
    assert same(nps_score_value(57, 34, 9), "nps.dist.below6_6aspassive")
    assert same(nps_score_value(57, 31, 9), "nps.dist.below6_6dropped")
    assert same(nps_adjusted_wald(*triple), "nps.dist.aw3")
