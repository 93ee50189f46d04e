"""Training on planted states: it learns the classes, leaves out what was labelled wrongly, orders pairs."""

import sys
from pathlib import Path

import numpy as np
import pytest
from transformers import BertConfig, BertForSequenceClassification

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from training.states import States
from training.tune import Upper, logits, settle, sifted, tune

N, TOKENS, WIDTH, LAYERS = 600, 3, 16, 1


@pytest.fixture(scope="module")
def planted():
    """Three classes told by one direction each; a tenth of the first 300 rows has another class's label."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, N)
    values = rng.standard_normal((N, TOKENS, WIDTH)) * 0.5
    values[np.arange(N), :, truth] += 3.0
    said = truth.copy()
    wrong = np.arange(0, 300, 10)
    said[wrong] = (said[wrong] + 1) % 3
    states = States(values.reshape(-1, WIDTH).astype(np.float16), np.arange(N + 1) * TOKENS)
    return states, truth, said, wrong


@pytest.fixture
def model():
    import torch

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=10, hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        num_labels=3,
    )  # fmt: skip
    return Upper(BertForSequenceClassification(config), LAYERS)


def learnt(model, states, truth):
    return (logits(model, states, np.arange(N)).argmax(axis=1) == truth).mean()


def test_classes_are_learnt_and_wrong_distant_labels_left_out(planted, model, monkeypatch):
    states, truth, said, wrong = planted
    monkeypatch.setattr("training.states.BATCH_TOKENS", 12)
    monkeypatch.setattr("training.tune.RATE", 5e-3)
    distant = np.arange(N) < 300
    # the last forty rows are pairs of which only the two targets are known, here in the wrong order
    pairs = np.array([(i, i + 1) for i in range(560, N, 2) if truth[i] != truth[i + 1]])
    single = np.arange(560)
    y = np.eye(3, dtype=np.float32)[said]
    y[pairs] = y[pairs[:, ::-1]]
    given = states, y, np.ones(N, np.float32), single, distant, pairs
    kept = tune(model, *given, epochs=3)
    assert learnt(model, states, truth) > 0.97
    assert np.isin(wrong, kept).mean() < 0.2
    assert np.isin(np.setdiff1d(single, wrong), kept).mean() > 0.97
    assert np.isin(pairs, kept).all()
    ordered, _ = sifted(model, *given[:2], *given[3:])
    assert (ordered[pairs].argmax(axis=-1) == truth[pairs]).all()
    settle(model, *given, rate=1e-3, seed=1)
    assert learnt(model, states, truth) > 0.97
