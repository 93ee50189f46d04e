"""Agreement of coders and calibration of probabilities."""

import math
import random

import numpy as np
import pytest
from golden_values import golden, same
from hypothesis import given
from hypothesis import strategies as st

from cxtext.errors import StatisticError
from cxtext.stats import (
    brier,
    calibration,
    calibration_in_the_large,
    confusion,
    kappa,
    krippendorff_alpha,
    krippendorff_interval,
    log_loss,
)


def test_kappa():
    small = kappa([[20, 5], [10, 15]])
    assert same(small.value, "kappa.2x2")
    assert same([small.se, small.low, small.high], "kappa.2x2_se_ci")
    table = [[20, 5, 1], [4, 18, 6], [2, 7, 37]]
    found = [kappa(table, weights) for weights in (None, "linear", "quadratic")]
    assert same([k.value for k in found], "kappa.3x3")
    assert same(found[0].se, "kappa.3x3_se")
    # R vcd's ASEs, to the 10 decimals given
    assert [k.se for k in found] == pytest.approx([0.0662861181, 0.0596599665, 0.0588539945], abs=1e-10)


def test_kappa_of_one_cell_is_undefined():
    assert math.isnan(kappa([[10, 0], [0, 0]]).value)
    assert math.isnan(kappa([[0, 0], [0, 0]]).value)


def test_categories_are_declared():
    first, second = ["neg", "pos", "neg"], ["neg", "pos", "pos"]
    assert confusion(first, second, ["neg", "neutral", "pos"]).tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 1]]
    with pytest.raises(StatisticError, match="declared"):
        confusion(first, second, ["neg", "neutral"])


# Krippendorff's four coders and twelve units; 0 is not coded
CODES = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ],
    dtype=float,
)
CODES[CODES == 0] = np.nan


def test_krippendorff():
    for scale in ("nominal", "ordinal", "interval", "ratio"):
        assert same(krippendorff_alpha(CODES, scale), f"kripp.{scale}")
    low, high = krippendorff_interval(CODES, rng=np.random.default_rng(0), resamples=200)
    assert low < golden("kripp.nominal") <= high
    assert math.isnan(krippendorff_alpha(np.ones((2, 5))))
    with pytest.raises(StatisticError):
        krippendorff_alpha([1, 2, 3])


P = [0.95, 0.9, 0.85, 0.7, 0.65, 0.6, 0.4, 0.35, 0.2, 0.1]
SEEN = [1, 1, 0, 1, 1, 0, 1, 0, 0, 0]


def test_calibration():
    wide, mass = calibration(P, SEEN, 5, "equal-width"), calibration(P, SEEN, 5)
    assert same([wide.ece, wide.mce], "cal.ece5_mce")
    assert same([mass.ece, mass.mce], "cal.ece5_equalmass")
    assert same(brier(P, SEEN), "cal.brier")
    assert same(log_loss(P, SEEN), "cal.logloss")
    assert same(calibration_in_the_large(P, SEEN), "cal.in_the_large")


def test_calibration_edges_are_closed_on_the_right():
    edges = np.arange(11) / 10
    assert calibration(edges, np.zeros(11), 10, "equal-width").sizes.tolist() == [2] + [1] * 9


@given(
    st.lists(st.tuples(st.sampled_from([0, 0.1, 0.3, 0.7, 1]), st.booleans()), min_size=1),
    st.integers(0, 10**6),
)
def test_calibration_does_not_depend_on_the_order_of_rows(rows, seed):
    mixed = list(rows)
    random.Random(seed).shuffle(mixed)
    for kind in ("equal-mass", "equal-width"):
        first, second = (
            calibration([p for p, _ in r], [float(y) for _, y in r], 4, kind) for r in (rows, mixed)
        )
        assert first.ece == pytest.approx(second.ece)
        assert 0 <= first.ece <= first.mce + 1e-12


def test_calibration_of_nothing_and_of_nonsense():
    assert math.isnan(brier([], []))
    assert math.isnan(calibration([], []).ece)
    assert log_loss([1.0], [0]) == math.inf
    for p, y in (([1.1], [1]), ([0.5], [0.5]), ([0.5, 0.5], [1])):
        with pytest.raises(StatisticError):
            brier(p, y)
