"""Odds, risks, attributable fractions, logistic models, importance, proportional odds."""

import math

import numpy as np
import pytest
from driver_example import TOPICS, drivers
from golden_values import golden, same
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import StatisticError
from cxtext.stats import (
    attributable_fraction,
    benjamini_hochberg,
    benjamini_yekutieli,
    firth_logistic,
    fisher,
    johnson_weights,
    lmg,
    logistic,
    odds_ratio,
    proportional_odds,
    relative_risk,
)
from cxtext.stats.importance import _correlations, _sampled

Y, X = drivers()
DETRACTOR = (Y < 0).astype(float)


@pytest.mark.parametrize(("i", "name"), list(enumerate(TOPICS)))
def test_two_by_two(i, name):
    has = X[:, i] == 1
    table = [int(((has == t) & (o == DETRACTOR)).sum()) for t in (1, 0) for o in (1, 0)]
    assert same(table, f"drv.{name}.tab")
    odds = odds_ratio(*table)
    assert odds.method == "woolf"
    assert same(odds.value, f"drv.{name}.or")
    assert same([odds.low, odds.high], f"drv.{name}.or_ci_woolf")
    risk = relative_risk(*table)
    assert same(risk.value, f"drv.{name}.rr")
    assert same([risk.low, risk.high], f"drv.{name}.rr_ci")
    paf = attributable_fraction(*table)
    assert same(100 * paf.value, f"drv.{name}.paf_pct")
    assert same([100 * paf.low, 100 * paf.high], f"drv.{name}.paf_ci_wald_pct")
    assert same(100 * (paf.high - paf.low) / 2 / 1.959963984540054, f"drv.{name}.paf_se_pct")
    log = attributable_fraction(*table, log_limits=True)
    assert same([100 * log.low, 100 * log.high], f"drv.{name}.paf_ci_log_pct")
    # Miettinen: share of detractors with the topic x (1 - 1/RR)
    miettinen = 100 * table[0] / (table[0] + table[2]) * (1 - 1 / risk.value)
    assert same(miettinen, f"drv.{name}.paf_miettinen_pct")
    assert paf.value == pytest.approx(miettinen / 100, rel=1e-12)
    assert same(fisher([table[:2], table[2:]]).p, f"drv.{name}.fisher_p")


def test_the_family_of_the_three_topics():
    p = [golden(f"drv.{name}.fisher_p") for name in TOPICS]
    assert same(benjamini_hochberg(p), "drv.bh")
    assert same(benjamini_yekutieli(p), "drv.by")


TABLE = [7, 0, 20, 40]


def test_separation():
    # the reference's own fit stops at 1e-12 of the closed form; 9 digits hold
    y, x = np.repeat([1, 0, 1, 0], TABLE), np.repeat([[1], [1], [0], [0]], TABLE, axis=0)
    fit = firth_logistic(y, x)
    assert same(fit.coef[1], "firth.2x2_logor")
    assert same(fit.coef[1], "firth.2x2_closed_form")
    assert fit.coef[1] == pytest.approx(math.log(7.5 * 40.5 / (0.5 * 20.5)), rel=1e-12)
    assert same(fit.se[1], "firth.2x2_se")
    assert same([fit.low[1], fit.high[1]], "firth.2x2_profile_ci_logor")
    assert same(fit.p[1], "firth.2x2_plr_p")
    odds = odds_ratio(*TABLE)
    assert odds.method == "firth"
    assert same([odds.value, odds.low, odds.high], "firth.2x2_or_ci")
    assert odds.p == pytest.approx(fit.p[1])
    assert same(fisher([[7, 0], [20, 40]]).p, "firth.2x2_fisher_p")


def test_adjusted_odds():
    fit = logistic(DETRACTOR, X)
    assert fit.method == "wald"
    assert same(np.exp(fit.coef[1:]), "drv.logit.or")
    assert same(np.exp(np.column_stack([fit.low, fit.high])[1:]), "drv.logit.or_ci")
    assert same(np.exp(firth_logistic(DETRACTOR, X).coef[1:]), "drv.firthlogit.or")


def test_small_cells_and_separation_take_firth():
    rare = np.zeros(480)
    rare[np.flatnonzero(DETRACTOR)[:4]] = 1
    fit = logistic(DETRACTOR, np.column_stack([X, rare]))
    assert fit.method == "firth"
    assert np.isfinite(fit.low).all()
    assert np.isfinite(fit.high).all()


def test_firth_score_is_zero_and_its_profile_drops_by_the_quantile():
    rng = np.random.default_rng(4)
    x = rng.integers(0, 2, (40, 2)).astype(float)
    y = (rng.random(40) < 0.3).astype(float)
    fit = firth_logistic(y, x)
    z = np.column_stack([np.ones(40), x])
    p = 1 / (1 + np.exp(-z @ fit.coef))
    root = z * np.sqrt(p * (1 - p))[:, None]
    h = np.einsum("ij,jk,ik->i", root, np.linalg.inv(root.T @ root), root)
    assert z.T @ (y - p + h * (0.5 - p)) == pytest.approx(np.zeros(3), abs=1e-9)
    assert (fit.low < fit.coef).all()
    assert (fit.coef < fit.high).all()


@pytest.mark.parametrize("y", [np.zeros(480), np.ones(480)])
def test_one_outcome_is_no_model(y):
    with pytest.raises(StatisticError, match="both outcomes"):
        firth_logistic(y, X)


def test_dependent_columns_are_refused():
    with pytest.raises(StatisticError, match="determined"):
        logistic(DETRACTOR, np.column_stack([X, X[:, 1]]))


def test_empty_margins_have_no_ratio():
    assert math.isnan(odds_ratio(0, 0, 5, 5).value)
    assert math.isnan(relative_risk(0, 0, 5, 5).value)
    assert math.isnan(relative_risk(5, 5, 0, 5).value)
    assert relative_risk(0, 5, 5, 5).value == 0
    assert math.isnan(attributable_fraction(0, 5, 0, 5).value)
    assert attributable_fraction(5, 5, 0, 5).value == 1
    with pytest.raises(StatisticError):
        odds_ratio(-1, 2, 3, 4)


@settings(max_examples=40)
@given(st.tuples(*[st.integers(0, 60)] * 4))
def test_odds_limits_hold_the_estimate_and_mirror(table):
    a, b, c, d = table
    if min(a + b, c + d, a + c, b + d) > 0:
        odds, mirrored = odds_ratio(a, b, c, d), odds_ratio(b, a, d, c)
        assert odds.low <= odds.value <= odds.high
        assert mirrored.value == pytest.approx(1 / odds.value, rel=1e-7)
        assert mirrored.high == pytest.approx(1 / odds.low, rel=1e-5)


# R's swiss data: Fertility, Agriculture, Examination, Education, Catholic, Infant.Mortality
SWISS = """\
80.2 17.0 15 12 9.96 22.2;83.1 45.1 6 9 84.84 22.2;92.5 39.7 5 5 93.40 20.2;85.8 36.5 12 7 33.77 20.3
76.9 43.5 17 15 5.16 20.6;76.1 35.3 9 7 90.57 26.6;83.8 70.2 16 7 92.85 23.6;92.4 67.8 14 8 97.16 24.9
82.4 53.3 12 7 97.67 21.0;82.9 45.2 16 13 91.38 24.4;87.1 64.5 14 6 98.61 24.5;64.1 62.0 21 12 8.52 16.5
66.9 67.5 14 7 2.27 19.1;68.9 60.7 19 12 4.43 22.7;61.7 69.3 22 5 2.82 18.7;68.3 72.6 18 2 24.20 21.2
71.7 34.0 17 8 3.30 20.0;55.7 19.4 26 28 12.11 20.2;54.3 15.2 31 20 2.15 10.8;65.1 73.0 19 9 2.84 20.0
65.5 59.8 22 10 5.23 18.0;65.0 55.1 14 3 4.52 22.4;56.6 50.9 22 12 15.14 16.7;57.4 54.1 20 6 4.20 15.3
72.5 71.2 12 1 2.40 21.0;74.2 58.1 14 8 5.23 23.8;72.0 63.5 6 3 2.56 18.0;60.5 60.8 16 10 7.72 16.3
58.3 26.8 25 19 18.46 20.9;65.4 49.5 15 8 6.10 22.5;75.5 85.9 3 2 99.71 15.1;69.3 84.9 7 6 99.68 19.8
77.3 89.7 5 2 100.00 18.3;70.5 78.2 12 6 98.96 19.4;79.4 64.9 7 3 98.22 20.2;65.0 75.9 9 9 99.06 17.8
92.2 84.6 3 3 99.46 16.3;79.3 63.1 13 13 96.83 18.1;70.4 38.4 26 12 5.62 20.3;65.7 7.7 29 11 13.79 20.5
72.7 16.7 22 13 11.22 18.9;64.4 17.6 35 32 16.92 23.0;77.6 37.6 15 7 4.97 20.0;67.6 18.7 25 7 8.65 19.5
35.0 1.2 37 53 42.34 18.0;44.7 46.6 16 29 50.43 18.2;42.8 27.7 22 29 58.33 19.3"""


def swiss():
    rows = np.array([row.split() for row in SWISS.replace("\n", ";").split(";")], dtype=float)
    return rows[:, 0], rows[:, 1:]


def test_importance():
    found = lmg(Y, X)
    assert same(found, "drv.lmg")
    assert same(100 * found / found.sum(), "drv.lmg_pct")
    assert same(found.sum(), "drv.r2")
    johnson = johnson_weights(Y, X)
    assert same(johnson, "drv.johnson")
    assert same(johnson.sum(), "drv.johnson_sum")


def test_importance_of_published_data():
    y, x = swiss()
    assert same(lmg(y, x), "swiss.lmg")
    assert same(lmg(y, x).sum(), "swiss.lmg_sum")
    assert same(johnson_weights(y, x), "swiss.johnson")
    assert same(johnson_weights(y, x).sum(), "swiss.johnson_sum")


def test_sampled_importance_nears_the_exact_and_sums_to_r2():
    y, x = swiss()
    sampled = _sampled(*_correlations(y, x), 4000, np.random.default_rng(0))
    assert sampled.sum() == pytest.approx(golden("swiss.lmg_sum"), rel=1e-9)
    assert sampled == pytest.approx(lmg(y, x), abs=0.006)


def test_many_topics_need_a_seed_and_repeat_with_it():
    rng = np.random.default_rng(1)
    x = rng.integers(0, 2, (300, 14))
    y = x[:, 0] * 50 - x[:, 1] * 30 + rng.normal(size=300)
    with pytest.raises(StatisticError, match="random generator"):
        lmg(y, x)
    first = lmg(y, x, rng=np.random.default_rng(9), permutations=100)
    assert (first == lmg(y, x, rng=np.random.default_rng(9), permutations=100)).all()
    assert first.argmax() == 0


def test_importance_refuses_constant_and_identical_topics():
    with pytest.raises(StatisticError, match="vary"):
        lmg(Y, np.column_stack([X, np.ones(480)]))
    with pytest.raises(StatisticError, match="determine"):
        lmg(Y, np.column_stack([X, X[:, 0]]))


def test_proportional_odds():
    # R's clm and the reference agree to 6 to 7 digits (optimiser's tolerance): 7 digits here
    found = proportional_odds((Y / 100 + 1).astype(int), X)
    assert same(found.coef, "drv.polr.betas", digits=7)
    assert same(np.exp(found.coef), "drv.polr.or_better", digits=7)
    assert same(found.cuts, "drv.polr.cuts", digits=6)
    assert same(found.se, "drv.polr.se", digits=6)
    assert same(found.log_likelihood, "drv.polr.ll")
    assert same(found.predicted_nps, "drv.polr.pred_nps", digits=7)
    for i, name in enumerate(TOPICS):
        assert same(found.impact[i], f"drv.{name}.polr_gcomp_impact", digits=7)


def test_proportional_odds_needs_three_categories_and_free_topics():
    with pytest.raises(StatisticError, match="Categories"):
        proportional_odds((Y > 0).astype(int), X)
    with pytest.raises(StatisticError, match="constant"):
        proportional_odds((Y / 100 + 1).astype(int), np.column_stack([X, np.ones(480)]))


def test_separation_by_two_topics_together_takes_firth():
    # no cell of one topic is small, but only respondents with exactly one of the two are detractors
    x = np.repeat([[0, 0], [1, 0], [0, 1], [1, 1]], 20, axis=0).astype(float)
    product = (x[:, 0] * x[:, 1])[:, None]
    y = (x.sum(1) == 1).astype(float)
    fit = logistic(y, np.hstack([x, product]), smallest_cell=0)
    assert fit.method == "firth"
    assert np.isfinite(fit.coef).all()
