"""Mentions read in pairs: against every combination of labels counted out."""

from itertools import product

import numpy as np
import pytest

from cxtext.sentiment import in_pairs
from cxtext.sentiment.contrast import RATIO


def counted_out(p, against):
    """Marginals by summing over all labellings of one chain."""
    found = np.zeros_like(p)
    for labels in product(range(3), repeat=len(p)):
        weight = np.prod([p[i, label] for i, label in enumerate(labels)])
        for i in np.flatnonzero(against):
            weight *= RATIO[labels[i - 1]][labels[i]]
        for i, label in enumerate(labels):
            found[i, label] += weight
    return found / found.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    "against", [[0, 1, 0, 0], [0, 1, 1, 0], [0, 1, 1, 1], [0, 1, 0, 1], [0, 0, 0, 0]], ids=str
)
def test_marginals_are_exact(against):
    p = np.random.default_rng(1).dirichlet(np.ones(3), size=4)
    against = np.array(against, bool)
    np.testing.assert_allclose(in_pairs(p, against), counted_out(p, against), atol=1e-12)


def test_a_doubtful_half_leans_away_from_a_clear_one():
    # "The food was great, | but we waited forever": alone .46 negative to .50 neutral.
    p = np.array([[0.0, 0.0, 1.0], [0.46, 0.50, 0.04]])
    # times the ratio's row of positive: .46 * 1.33, .50 * 1.00, .04 * .67
    weights = np.array([0.46 * 1.33, 0.50 * 1.00, 0.04 * 0.67])
    np.testing.assert_allclose(in_pairs(p, np.array([False, True]))[1], weights / weights.sum())
    assert in_pairs(p, np.array([False, True]))[1].argmax() == 0


def test_no_mentions():
    assert in_pairs(np.zeros((0, 3)), np.zeros(0, bool)).shape == (0, 3)
