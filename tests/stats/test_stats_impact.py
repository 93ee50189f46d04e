"""Impacts: the reference's numbers, the identity, clusters, weights, degenerate topics, coverage."""

import numpy as np
import pytest
from driver_example import TOPICS, drivers
from golden_values import golden, same
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import StatisticError
from cxtext.stats import (
    adjusted_impact,
    linear_model,
    marginal_impact,
    nps_difference,
    nps_difference_adjusted_wald,
    nps_score_value,
    poststratified_impact,
    poststratified_share,
)

Y, X = drivers()


def test_the_data():
    counts = [(s == Y).sum() for s in (100, 0, -100)]
    assert same(len(Y), "drv.n")
    assert same(counts, "drv.counts")
    assert same(nps_score_value(*(int(c) for c in counts)), "drv.nps")


def test_marginal_impact():
    found = marginal_impact(Y, X)
    for i, name in enumerate(TOPICS):
        has = X[:, i] == 1
        assert same(has.sum(), f"drv.{name}.n")
        assert same(100 * found.prevalence[i], f"drv.{name}.prev")
        assert same(Y[has].mean(), f"drv.{name}.nps_with")
        assert same(Y[~has].mean(), f"drv.{name}.nps_without")
        assert same(found.effect[i], f"drv.{name}.gap")
        assert same(found.impact[i], f"drv.{name}.impact_nps_all_minus_without")
        assert same(found.impact[i], f"drv.{name}.impact_prev_x_gap")
        assert same(found.se[i], f"drv.{name}.impact_se")
        assert same([found.low[i], found.high[i]], f"drv.{name}.impact_ci")


def test_gaps():
    for i, name in enumerate(TOPICS):
        cells = [[int((Y[X[:, i] == t] == s).sum()) for s in (100, 0, -100)] for t in (1, 0)]
        assert same(cells, f"drv.{name}.cells")
        with_topic, without = (tuple(c) for c in cells)
        mover = nps_difference(without, with_topic)
        assert same([mover.low, mover.high], f"drv.{name}.gap_ci_mover")
        adjusted = nps_difference_adjusted_wald(without, with_topic)
        assert same([adjusted.low, adjusted.high], f"drv.{name}.gap_ci_aw3")
        assert same(adjusted.p, f"drv.{name}.gap_p_aw3")


def test_adjusted_impact():
    found = adjusted_impact(Y, X)
    assert same([found.intercept, *found.effect], "drv.ols.const_betas")
    assert same(found.impact, "drv.ols.impact_beta_x_prev")
    for i, name in enumerate(TOPICS):
        assert same([found.se[i], found.low[i], found.high[i]], f"drv.{name}.adj_impact_se_ci")
    total = found.intercept + found.impact.sum()
    assert same(total, "drv.ols.sum_check")
    assert total == pytest.approx(golden("drv.nps"), abs=1e-9)


def test_linear_model():
    fit = linear_model(Y, X)
    assert same(fit.coef, "drv.ols.const_betas")
    assert same(fit.se, "drv.ols.hc3_se")
    assert same(np.column_stack([fit.low, fit.high]), "drv.ols.ci")
    assert same(fit.se_classic, "drv.ols.classic_se")
    assert same(fit.r2, "drv.ols.r2")
    with pytest.raises(StatisticError, match="determine"):
        linear_model(Y, np.column_stack([X, X[:, 0]]))


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(10, 80))
def test_intercept_and_impacts_sum_to_the_score(seed, k, n):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 2, (n, k)).astype(float)
    x[0], x[1] = 0, 1  # no constant topic
    x = np.unique(x, axis=1)
    y = rng.choice([-100.0, 0.0, 100.0], n)
    found = adjusted_impact(y, x)
    if not np.isnan(found.impact).any():
        assert found.intercept + found.effect @ found.prevalence == pytest.approx(y.mean(), abs=1e-9)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_order_scale_of_weights_and_sign(seed, scale):
    rng = np.random.default_rng(seed)
    y, x, w = rng.choice([-100.0, 0.0, 100.0], 60), rng.integers(0, 2, (60, 3)), rng.uniform(0.5, 2, 60)
    order = rng.permutation(60)
    for impact in (marginal_impact, adjusted_impact):
        first = impact(y, x, weights=w)
        second = impact(-y[order], x[order], weights=scale * w[order])
        assert -second.impact == pytest.approx(first.impact, rel=1e-8, abs=1e-8)
        assert second.se == pytest.approx(first.se, rel=1e-8)
        assert (first.low <= first.impact).all()


def test_whole_weights_are_repeated_rows():
    rng = np.random.default_rng(3)
    y, x, w = rng.choice([-100.0, 0.0, 100.0], 50), rng.integers(0, 2, (50, 2)), rng.integers(1, 4, 50)
    rows = np.repeat(np.arange(50), w)
    for impact in (marginal_impact, adjusted_impact):
        weighted = impact(y, x, weights=w)
        repeated = impact(y[rows], x[rows], clusters=rows)
        assert weighted.impact == pytest.approx(repeated.impact)
        assert weighted.se == pytest.approx(repeated.se)


def test_copies_of_a_respondent_add_nothing():
    for impact in (marginal_impact, adjusted_impact):
        once = impact(Y, X)
        twice = impact(np.tile(Y, 2), np.tile(X, (2, 1)), clusters=np.tile(np.arange(len(Y)), 2))
        naive = impact(np.tile(Y, 2), np.tile(X, (2, 1)))
        assert twice.se == pytest.approx(once.se)
        assert naive.se == pytest.approx(once.se / np.sqrt(2), rel=2e-3)


def test_topics_without_an_effect_that_can_be_told():
    x = np.column_stack([X, np.zeros(480), np.ones(480), X[:, 0]])
    marginal, adjusted = marginal_impact(Y, x), adjusted_impact(Y, x)
    assert np.isnan(marginal.impact).tolist() == [False, False, False, True, True, False]
    assert np.isnan(adjusted.impact).tolist() == [True, False, False, True, True, True]
    # the others stay what they were
    assert adjusted.impact[1:3] == pytest.approx(adjusted_impact(Y, X).impact[1:3])
    assert adjusted.se[1:3] == pytest.approx(adjusted_impact(Y, X).se[1:3])
    assert np.isnan(adjusted.p[0])


@pytest.mark.parametrize(
    ("y", "x"),
    [(Y, X[:10]), (Y, X * 2), (Y, X[:, 0]), (Y[:1], X[:1]), (np.where(Y > 0, np.nan, Y), X)],
)
def test_wrong_inputs_are_refused(y, x):
    with pytest.raises(StatisticError):
        adjusted_impact(y, x)


def test_impact_intervals_cover():
    # 400 redraws of 480 answers from the reference's table: .95 give or take 3 standard errors of .0109
    rng = np.random.default_rng(5)
    truth = {f: f(Y, X).impact for f in (marginal_impact, adjusted_impact)}
    for impact, target in truth.items():
        hits = np.zeros(3)
        for _ in range(400):
            rows = rng.integers(0, 480, 480)
            found = impact(Y[rows], X[rows])
            hits += (found.low <= target) & (target <= found.high)
        assert hits / 400 == pytest.approx(np.full(3, 0.95), abs=0.033)


def test_poststratified_share():
    found = poststratified_share([6, 8, 45], [60, 40, 100], [200, 150, 150])
    assert same(100 * 59 / 200, "sel.topic_prev_raw")
    assert same(100 * found.value, "sel.topic_prev_poststrat")
    assert same(100 * found.se, "sel.topic_prev_poststrat_se")
    assert same(found.n_eff, "sel.ipw_neff")
    # R's postStratify has n/(n - 1) over all instead of n_h/(n_h - 1) in each group
    n, share = np.array([60, 40, 100]), np.array([0.1, 0.2, 0.45])
    weight = np.array([0.4, 0.3, 0.3])
    variance = 200 / 199 * (weight**2 * share * (1 - share) / n).sum()
    assert same(100 * np.sqrt(variance), "sel.topic_prev_poststrat_se_survey_pkg")
    assert found.low < found.value < found.high


def test_poststratified_share_of_silent_groups():
    assert np.isnan(poststratified_share([0, 3], [0, 10], [50, 50]).value)
    assert poststratified_share([0, 3], [0, 10], [0, 50]).value == 0.3  # an empty group has no weight
    single = poststratified_share([1, 3], [1, 10], [50, 50])
    assert single.value == 0.65
    assert np.isnan(single.se)
    with pytest.raises(StatisticError):
        poststratified_share([5, 3], [4, 10], [50, 50])


def test_poststratified_impact_of_an_unselected_sample_is_the_impact():
    groups = np.where(Y > 0, "promoter", np.where(Y < 0, "detractor", "passive"))
    totals = {"promoter": 199, "passive": 150, "detractor": 131}
    for adjusted, impact in ((True, adjusted_impact), (False, marginal_impact)):
        plain = impact(Y, X)
        found = poststratified_impact(Y, X, groups, totals, adjusted=adjusted)
        assert found.impact == pytest.approx(plain.impact)
        # known group sizes can only help
        assert (found.se < plain.se).all()
        singles = poststratified_impact(Y, X, groups, totals, adjusted=adjusted, clusters=np.arange(480))
        assert singles.se == pytest.approx(found.se)


def test_poststratified_impact_undoes_selection_by_score():
    # the whole population answers as the table; promoters comment a quarter as often
    rng = np.random.default_rng(7)
    y, x = np.tile(Y, 20), np.tile(X, (20, 1))
    groups = y.astype(int)
    totals = {g: int((groups == g).sum()) for g in (-100, 0, 100)}
    target = adjusted_impact(Y, X).impact
    hits, values = np.zeros(3), []
    for _ in range(200):
        seen = rng.random(len(y)) < np.where(y > 0, 0.05, 0.2)
        found = poststratified_impact(y[seen], x[seen], groups[seen], totals)
        values.append(found.impact)
        hits += (found.low <= target) & (target <= found.high)
    assert np.mean(values, axis=0) == pytest.approx(target, abs=0.5)
    assert (hits / 200 > 0.90).all()


def test_poststratified_impact_needs_commenters_in_each_group():
    with pytest.raises(StatisticError, match="score group"):
        poststratified_impact(Y, X, Y, {100: 300, 0: 200, -100: 200, 50: 10})
    with pytest.raises(StatisticError, match="score group"):
        poststratified_impact(Y, X, Y, {100: 300, 0: 200})
    with pytest.raises(StatisticError, match="More commenters"):
        poststratified_impact(Y, X, Y, {100: 300, 0: 20, -100: 200})
