"""The population's coefficients are what the tables in ``demo.topics`` say, and nothing leaves [0, 1]."""

import numpy as np
import pandas as pd
import pytest
from demo.model import draw, population, true_impacts
from demo.topics import COMMENTERS, METRICS, N_TOPICS, ROWS, SILENT, beta

CODES = {"nps": np.arange(0, 11), "csat": np.arange(1, 6), "ces": np.arange(1, 8)}
SCORE = {
    "nps": np.array([-100] * 7 + [0, 0, 100, 100]),
    "csat": np.array([0, 0, 0, 100, 100]),
    "ces": np.arange(1, 8),
}


def expected(metric):
    """The statistic's mean given each bundle (and, last, of silent respondents), from the score tables."""
    return np.diff(population().cdf[metric], axis=1, prepend=0) @ SCORE[metric]


def test_chances_are_probabilities():
    members, chance, cdf = population()
    assert np.allclose(chance.sum(axis=1), 1)
    assert (chance > 0).all()
    for metric in METRICS:
        share = np.diff(cdf[metric], axis=1, prepend=0)
        assert share.min() > 0, metric
        assert np.allclose(cdf[metric][:, -1], 1)
        assert share.shape == (len(members) + 1, len(CODES[metric]))


def test_bundles_hold_at_most_three_different_topics():
    members, chance, _ = population()
    size = members.sum(axis=1)
    assert size.max() == len(N_TOPICS) - 1 == 3
    for quarter in chance:
        assert np.bincount(size, weights=quarter) == pytest.approx(N_TOPICS)
    topics = np.array([row.topic for row in ROWS])
    assert all(len(set(topics[line])) == line.sum() for line in members)


@pytest.mark.parametrize("metric", METRICS)
def test_regression_in_the_population_returns_the_planted_coefficients(metric):
    members, chance, _ = population()
    design = np.column_stack([np.ones(len(members)), members])
    weight = chance.mean(axis=0)
    coefficients = np.linalg.solve(design.T * weight @ design, design.T * weight @ expected(metric)[:-1])
    base = {"nps": 100 * (0.46 - 0.22), "csat": 72.0, "ces": 5.2}[metric]
    assert coefficients[0] == pytest.approx(base)
    assert coefficients[1:] == pytest.approx([beta(row, metric) for row in ROWS])


def test_impact_is_coefficient_times_prevalence_and_adds_up_to_the_score():
    impacts = true_impacts()
    assert impacts["impact"].to_numpy() == pytest.approx((impacts["beta"] * impacts["prevalence"]).to_numpy())
    # mean number of topics = 0 x .08 + 1 x .44 + 2 x .36 + 3 x .12 = 1.52
    assert impacts.loc[impacts["metric"] == "nps", "prevalence"].sum() == pytest.approx(1.52)
    for metric, base in (("nps", 24.0), ("csat", 72.0), ("ces", 5.2)):
        mean = population().chance.mean(axis=0) @ expected(metric)[:-1]
        assert mean == pytest.approx(base + impacts.loc[impacts["metric"] == metric, "impact"].sum())


def test_the_bystander_looks_guilty_until_adjusted():
    members, chance, _ = population()
    weight = chance.mean(axis=0)
    has = members[:, [(row.topic, row.polarity) for row in ROWS].index(("pets", "negative"))]
    nps = expected("nps")[:-1]
    gap = np.average(nps[has], weights=weight[has]) - np.average(nps[~has], weights=weight[~has])
    assert gap < -15
    impacts = true_impacts()
    assert (impacts.loc[impacts["topic"] == "pets", "impact"] == 0).all()


def test_commenters_are_unhappier_than_the_silent():
    weight = population().chance.mean(axis=0)
    for metric in METRICS:
        values = expected(metric)
        assert weight @ values[:-1] < values[-1]
    assert SILENT.promoter > COMMENTERS.promoter


def test_a_draw_is_what_it_says():
    drawn = draw(np.random.default_rng(1), 3000)
    people = drawn.responses
    assert people["response_id"].is_unique
    assert people["submitted_at"].is_monotonic_increasing
    quarter = people["submitted_at"].dt.quarter
    assert (quarter == people["quarter"]).all()
    assert set(people["submitted_at"].dt.year) == {2026}
    for metric in METRICS:
        assert people[metric].dropna().isin(CODES[metric]).all()
        assert 0 < people[metric].isna().mean() < 0.2
    silent = people.loc[~people["commenter"], "response_id"]
    assert not drawn.labels["response_id"].isin(silent).any()
    assert not drawn.labels.duplicated(["response_id", "topic"]).any()


def test_customers_return_at_most_once_and_stay_where_they_are():
    people = draw(np.random.default_rng(2), 3000).responses
    by = people.groupby("customer_id")
    assert by.size().max() == 2
    again = by.filter(lambda rows: len(rows) == 2)
    assert 0.02 < len(again) / len(people) < 0.08
    assert (again.groupby("customer_id")["quarter"].agg(tuple) == (1, 2)).all()
    assert (again.groupby("customer_id")["country"].nunique() == 1).all()


def test_same_seed_same_draw_other_seed_another():
    one, two, other = (draw(np.random.default_rng(seed), 400) for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(one.responses, two.responses)
    pd.testing.assert_frame_equal(one.labels, two.labels)
    assert not one.responses["nps"].equals(other.responses["nps"])
