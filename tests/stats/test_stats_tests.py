"""Tests of tables and of scores; families of tests."""

import math
import random
from itertools import combinations

import numpy as np
import pytest
from golden_values import same
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from cxtext.errors import StatisticError
from cxtext.stats import (
    benjamini_hochberg,
    benjamini_yekutieli,
    brunner_munzel,
    chi_square,
    fisher,
    holm,
    mantel_haenszel,
    mcnemar,
)


def test_fisher():
    found = fisher([[8, 2], [1, 5]])
    assert same(found.p, "fisher.8_2_1_5_p")
    assert same([found.mid_p, found.mid_p_doubled], "fisher.midp_minlik_and_twiceonesided")
    assert same(found.odds, "fisher.sample_or")
    assert same(found.conditional_odds, "fisher.cond_or")
    assert same([found.low, found.high], "fisher.cond_or_ci")


def test_fisher_of_a_symmetric_table_halves_both_equals():
    # [[5, 1], [1, 5]]: P(5) = P(1) = 36/924, P(6) = P(0) = 1/924
    found = fisher([[5, 1], [1, 5]])
    assert found.p == pytest.approx(74 / 924, rel=1e-12)
    assert found.mid_p == pytest.approx((2 + 36) / 924, rel=1e-12)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 25), min_size=4, max_size=4))
def test_fisher_p_is_scipys(cells):
    table = np.array(cells).reshape(2, 2)
    found = fisher(table)
    assert 0 <= found.mid_p <= found.p <= 1
    assert found.p == pytest.approx(scipy_stats.fisher_exact(table).pvalue, rel=1e-9)


def test_fisher_wants_whole_counts():
    for bad in ([[1.5, 2], [3, 4]], [[1, 2, 3], [3, 4, 5]], [[-1, 2], [3, 4]]):
        with pytest.raises(StatisticError):
            fisher(bad)


def test_mcnemar():
    found = mcnemar(15, 5)
    assert same(found.p_exact, "mcnemar.exact_p")
    assert same(found.mid_p, "mcnemar.midp")
    assert same(found.chi2, "mcnemar.chi2_nocc")
    assert same(found.p_chi2, "mcnemar.p_nocc")
    assert mcnemar(0, 0).mid_p == 1
    assert mcnemar(4, 4).mid_p == pytest.approx(1)
    assert mcnemar(5, 15) == found


def test_chi_square():
    found = chi_square([[60, 40, 100], [140, 110, 50]])
    assert same([found.statistic, found.df, found.p], "sel.chi2_df_p")
    assert same(found.cramers_v, "sel.cramers_v")
    assert chi_square([[60, 0, 100], [140, 0, 50]]).df == 1
    assert math.isnan(chi_square([[60, 40, 100], [0, 0, 0]]).p)


# R's UCBAdmissions: [[men admitted, men rejected], [women admitted, women rejected]] by department
UCB = [
    [[512, 313], [89, 19]], [[353, 207], [17, 8]], [[120, 205], [202, 391]],
    [[138, 279], [131, 244]], [[53, 138], [94, 299]], [[22, 351], [24, 317]],
]  # fmt: skip


def test_strata():
    found = mantel_haenszel(UCB)
    assert same(found.odds, "cmh.ucb.or_pooled")
    assert same([found.low, found.high], "cmh.ucb.or_ci_rbg")
    assert same(list(found.test), "cmh.ucb.nocc")
    assert same(list(found.test_with_continuity), "cmh.ucb.cc")
    assert same(list(found.homogeneity), "cmh.ucb.breslowday")


def test_strata_that_say_nothing():
    assert mantel_haenszel([*UCB, [[5, 7], [0, 0]]]) == mantel_haenszel(UCB)
    with pytest.raises(StatisticError, match="common odds"):
        mantel_haenszel([[[5, 7], [0, 0]]])
    with pytest.raises(StatisticError, match="shape"):
        mantel_haenszel([[5, 7], [0, 0]])


LOWER = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
HIGHER = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]


def test_brunner_munzel():
    found = brunner_munzel(LOWER, HIGHER)
    assert same([found.statistic, found.p], "bm.stat_p")
    assert same(found.value, "bm.prob_sup")
    assert same(found.cliff_delta, "bm.cliff_delta")
    assert same([found.se, found.df], "bm.se_df")
    assert same([found.low, found.high], "bm.ci")
    u = (1 - found.value) * len(LOWER) * len(HIGHER)
    with_correction = scipy_stats.mannwhitneyu(LOWER, HIGHER, method="asymptotic")
    assert u == pytest.approx(with_correction.statistic)
    assert same([u, with_correction.pvalue], "mw.U_p_cc_tie")
    plain = scipy_stats.mannwhitneyu(LOWER, HIGHER, method="asymptotic", use_continuity=False)
    assert same(plain.pvalue, "mw.p_nocc")


@settings(max_examples=60)
@given(*[st.lists(st.integers(0, 10), min_size=3, max_size=30)] * 2)
def test_brunner_munzel_is_scipys_and_mirrors(x, y):
    found, back = brunner_munzel(x, y), brunner_munzel(y, x)
    assert back.value == pytest.approx(1 - found.value)
    assert back.p == pytest.approx(found.p, rel=1e-9)
    if found.method == "brunner-munzel":
        theirs = scipy_stats.brunnermunzel(x, y)
        assert found.statistic == pytest.approx(theirs.statistic, abs=1e-9)
        assert found.p == pytest.approx(theirs.pvalue, rel=1e-7)
        assert found.low <= found.value <= found.high


@pytest.mark.parametrize(
    ("x", "y"), [([1, 2, 3], [4, 5, 6, 7]), ([1, 2, 2], [4, 4, 4, 7]), ([1, 1, 1], [4, 4]), ([3, 3], [3, 3])]
)
def test_groups_apart_take_the_permutation_p(x, y):
    found = brunner_munzel(x, y)
    assert found.method == "permutation"
    assert math.isnan(found.low)
    pooled = np.array([*x, *y])

    def distance(chosen):
        rest = np.delete(pooled, chosen)
        ours = pooled[list(chosen)]
        return abs(np.mean([(a < b) + (a == b) / 2 for a in ours for b in rest]) - 0.5)

    splits = [distance(c) for c in combinations(range(len(pooled)), len(x))]
    assert found.p == pytest.approx(np.mean(np.array(splits) >= abs(found.value - 0.5) - 1e-12))


def test_one_value_is_no_group():
    assert math.isnan(brunner_munzel([1], [2, 3]).p)


P15 = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
       0.6528, 0.7590, 1.0]  # fmt: skip


def test_families():
    assert same(benjamini_hochberg(P15), "bh.adj")
    assert same((benjamini_hochberg(P15) <= 0.05).sum(), "bh.rejected05")
    assert same(benjamini_yekutieli(P15), "by.adj")
    assert same((benjamini_yekutieli(P15) <= 0.05).sum(), "by.rejected05")
    assert same(benjamini_yekutieli(P15)[0] / benjamini_hochberg(P15)[0], "by.c15")
    assert same(holm(P15), "holm.adj")


@pytest.mark.parametrize("adjust", [benjamini_hochberg, benjamini_yekutieli, holm])
def test_nan_is_not_a_test(adjust):
    with_nan = adjust([0.01, math.nan, 0.04])
    assert math.isnan(with_nan[1])
    assert with_nan[[0, 2]].tolist() == adjust([0.01, 0.04]).tolist()
    assert np.isnan(adjust([math.nan])).all()
    assert adjust([]).size == 0
    with pytest.raises(StatisticError):
        adjust([1.2])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 10**6))
def test_adjusted_p_keep_their_order_and_only_grow(p, seed):
    order = list(range(len(p)))
    random.Random(seed).shuffle(order)
    for adjust in (benjamini_hochberg, benjamini_yekutieli, holm):
        found = adjust(p)
        assert (found >= np.array(p) - 1e-15).all()
        assert (found <= 1).all()
        assert adjust([p[i] for i in order]) == pytest.approx(found[order])
