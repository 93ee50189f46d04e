"""The figures in the sentiment card are computed right: values by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from training.evaluate import auc, ece, figures, macro_f1
from training.states import batches
from training.tune import softmax, temperature


def test_auc_counts_pairs():
    # positives 0.9, 0.4; negatives 0.4, 0.1: pairs won 1 + 1 + 0.5 + 1 of 4
    assert auc(np.array([True, True, False, False]), np.array([0.9, 0.4, 0.4, 0.1])) == 3.5 / 4


def test_macro_f1_by_hand():
    label, guess = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2])
    # F1: 2*1/(2+1), 2*1/(1+2), 1
    assert macro_f1(label, guess) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)


def test_ece_by_hand():
    # two bins of two: mean sure .25, right 0; mean sure .85, right 1 -> (2*.25 + 2*.15) / 4
    sure = np.array([0.2, 0.3, 0.8, 0.9])
    assert ece(np.array([0, 0, 1, 1]), sure, bins=2) == pytest.approx(0.2)


def test_figures_of_a_two_class_set_ignore_neutral():
    p = np.array([[0.2, 0.7, 0.1], [0.1, 0.7, 0.2]])
    assert figures(p, np.array([0, 2]))["auc"] == 1
    assert figures(p, np.array([0, 2]))["accuracy"] == 1


def test_temperature_undoes_overconfidence():
    rng = np.random.default_rng(0)
    z = rng.normal(size=(6000, 3))
    y = np.eye(3)[[rng.choice(3, p=row) for row in softmax(z)]]
    weight = np.ones(6000)
    assert temperature(z, y, weight) == pytest.approx(1, abs=0.1)
    assert temperature(3 * z, y, weight) == pytest.approx(3, abs=0.3)


def test_batches_hold_every_row_once_and_little_padding():
    length = np.random.default_rng(0).integers(3, 100, 5000)
    found = list(batches(length, np.arange(5000), np.random.default_rng(1)))
    assert sorted(np.concatenate(found)) == list(range(5000))
    # Lengths within a batch differ by the jitter, 4 tokens at most.
    assert all(len(rows) * (length[rows].max() - 4) <= 2048 for rows in found)
