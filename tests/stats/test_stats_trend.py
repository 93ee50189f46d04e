"""The slope of a share and its test, against published numbers, other tests and simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.errors import StatisticError
from cxtext.stats import newcombe, pooled_test, share_slope


def rows(scores, absent, present):
    x = np.repeat(np.concatenate([scores, scores]), np.concatenate([absent, present]))
    return x, np.repeat([0, 1], [sum(absent), sum(present)])


def test_agresti_alcohol_and_malformation():
    """Agresti, Categorical Data Analysis (2013), 5.3.5: trend statistic 6.57, P .010."""
    x, y = rows([0, 0.5, 1.5, 4, 7], [17066, 14464, 788, 126, 37], [48, 38, 5, 1, 1])
    found = share_slope(x, y)
    assert found.statistic**2 == pytest.approx(6.57, abs=0.005)
    assert found.p == pytest.approx(0.010, abs=0.0005)


def test_by_hand():
    """x 0, 1, 2 with 1, 2, 3 of 4: mean x 1, p .5; U = -1 x (1 - 2) + 1 x (3 - 2) = 2; V = .25 x 8 = 2."""
    x, y = rows([0, 1, 2], [3, 2, 1], [1, 2, 3])
    found = share_slope(x, y)
    assert found.value == pytest.approx(2 / 8)
    assert found.statistic == pytest.approx(2 / np.sqrt(2))
    assert found.p == pytest.approx(0.157299, abs=1e-6)  # chi-square of 2 with one degree of freedom


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 30), st.integers(1, 30))
def test_two_groups_are_the_pooled_test(a, b, c, d):
    x, y = rows([0, 1], [a, b], [c, d])
    found, test = share_slope(x, y), pooled_test((d, b + d), (c, a + c))
    assert found.value == pytest.approx(newcombe((d, b + d), (c, a + c)).value)
    assert found.statistic == pytest.approx(test.statistic, abs=1e-9)
    assert found.p == pytest.approx(test.p)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40), st.integers(1, 9))
def test_shift_scale_and_mirror(pairs, step):
    x, y = (np.array(v, dtype=float) for v in zip(*pairs, strict=True))
    one, moved, mirrored = share_slope(x, y), share_slope(3 + step * x, y), share_slope(x, 1 - y)
    assert moved.p == pytest.approx(one.p, nan_ok=True)
    assert moved.value * step == pytest.approx(one.value, nan_ok=True)
    assert mirrored.value == pytest.approx(-one.value, nan_ok=True)
    assert (one.low <= one.value <= one.high) or np.isnan(one.value)


def test_the_same_people_twice_say_no_more():
    """Every row doubled within its cluster gives the variance of the single rows, not half of it."""
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 4, 400), rng.random(400) < 0.3
    once = share_slope(x, y)
    twice = share_slope(np.tile(x, 2), np.tile(y, 2), np.tile(np.arange(400), 2))
    assert twice.value == pytest.approx(once.value)
    assert twice.se == pytest.approx(once.se)
    assert twice.statistic == pytest.approx(once.statistic, rel=0.03)
    assert share_slope(np.tile(x, 2), np.tile(y, 2)).se == pytest.approx(once.se / np.sqrt(2))


@pytest.mark.parametrize("clustered", [False, True])
def test_holds_its_level_and_covers(clustered):
    rng = np.random.default_rng(1)
    false, covered, trials = 0, 0, 1500
    for _ in range(trials):
        x = np.repeat(np.arange(4), 60)
        who = np.arange(240)
        if clustered:  # sixty people, each in every period, some of them always mentioning it
            who = np.tile(np.arange(60), 4)
            y = rng.random(240) < rng.beta(0.6, 2.4, 60)[who]
        else:
            y = rng.random(240) < 0.2
        found = share_slope(x, y, who)
        false += found.p < 0.05
        covered += found.low <= 0 <= found.high
    assert abs(false / trials - 0.05) < 3 * np.sqrt(0.05 * 0.95 / trials) + 0.005
    assert abs(covered / trials - 0.95) < 3 * np.sqrt(0.05 * 0.95 / trials) + 0.005


def test_nothing_to_tell_and_nonsense():
    assert np.isnan(share_slope(np.zeros(4), np.array([0, 1, 0, 1]))).all()
    assert np.isnan(share_slope(np.arange(4), np.ones(4))).all()
    assert np.isnan(share_slope(np.array([]), np.array([]))).all()
    with pytest.raises(StatisticError):
        share_slope(np.arange(3), np.array([0, 1, 2]))
    with pytest.raises(StatisticError):
        share_slope(np.arange(3), np.array([0, 1]))
