"""int8: near float32, whole by itself, and only where it pays."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from cxtext.inference.classifier import load_classifier
from cxtext.inference.int8 import _linear, _Rows, in_int8
from cxtext.inference.precision import fastest, in_fast_precision
from cxtext.inference.quality_gate import gate, judge


@pytest.fixture
def classifier(tiny):
    return load_classifier(f"folder:{tiny(['neg', 'neu', 'pos'])}", "cpu")


def test_a_product_of_whole_numbers_by_hand():
    layer = nn.Linear(2, 1)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[127.0, -64.5]]))
        layer.bias.copy_(torch.tensor([10.0]))
        # Scales 1 and 2: whole weights 127 and -64 (64.5 rounds to even), inputs 127 and 64 - 127 / 254.
        found = _linear(layer, _Rows())(torch.tensor([[254.0, 127.0]]))
    assert found.item() == (127 * 127 - 64 * 63.5) * 2 * 1 + 10


def test_a_row_does_not_depend_on_its_neighbours():
    torch.manual_seed(0)
    layer = _linear(nn.Linear(32, 48), _Rows())
    rows = torch.randn(33, 32) * torch.logspace(-3, 3, 33)[:, None]
    with torch.no_grad():
        whole = layer(rows)
        assert all(torch.equal(layer(rows[k : k + 1].clone())[0], whole[k]) for k in range(33))


def test_only_the_layers_change(classifier):
    fast = in_int8(classifier.transformer)
    assert fast.identity == classifier.transformer.identity.replace(" fp32", "") + " int8"
    old, new = classifier.transformer.model, fast.model
    assert new.bert.embeddings.word_embeddings.weight is old.bert.embeddings.word_embeddings.weight
    assert type(new.classifier) is nn.Linear
    assert not [m for m in new.bert.encoder.layer.modules() if type(m) is nn.Linear]
    assert [m for m in old.bert.encoder.layer.modules() if type(m) is nn.Linear]
    texts = ["good", "the parcel was late", "bad bad"]
    slow, quick = classifier.logits(texts), in_fast_precision(classifier).logits(texts)
    assert not np.array_equal(slow, quick)
    np.testing.assert_allclose(quick, slow, atol=0.05 * np.ptp(slow))


def test_the_gate_lets_small_changes_pass_and_no_turned_label():
    rng = np.random.default_rng(0)
    p = rng.dirichlet([0.5] * 3, 64)
    close = p + rng.uniform(-0.004, 0.004, p.shape)
    assert judge(p, close).passed
    turned = p.copy()
    turned[p.max(axis=1).argmax()] = np.roll(p[p.max(axis=1).argmax()], 1)
    assert judge(p, turned).labels_flipped == 1
    assert not judge(p, turned).passed
    assert not judge(p, p + np.array([0.02, -0.02, 0.0])).passed  # mean difference .0133
    assert not judge(p, p * np.nan).passed


def test_the_gate_asks_once_for_each_model_and_machine(tmp_path, monkeypatch):
    asked: list[int] = []

    def say(texts):
        asked.append(len(texts))
        return np.full((len(texts), 2), 0.5)

    texts = [f"text {k}" for k in range(500)]
    assert gate("m int8", texts, say, say, tmp_path).passed
    assert gate("m int8", [], say, say, tmp_path).texts == 64  # remembered
    assert asked == [64, 64]
    gate("other int8", texts, say, say, tmp_path)
    monkeypatch.setattr("cxtext.inference.quality_gate.machine", lambda: "another")
    gate("m int8", texts, say, say, tmp_path)
    assert len(asked) == 6
    for path in tmp_path.glob("gate-*.json"):
        path.write_text("{")
    gate("m int8", texts, say, say, tmp_path)
    assert len(asked) == 8


def test_what_the_gate_refuses_runs_in_float32(classifier, monkeypatch):
    texts = ["good parcel", "the late parcel", "bad"]
    chosen, verdict = fastest(classifier, texts, None)
    assert (chosen is not classifier) == verdict.passed
    monkeypatch.setattr("cxtext.inference.int8._MOST", 0.6)  # three levels only
    chosen, verdict = fastest(classifier, texts, None)
    assert chosen is classifier
    assert verdict.mean_difference > 0.01


def test_a_processor_without_the_product_runs_in_float32(classifier, monkeypatch):
    def missing(*_):
        raise RuntimeError("no such kernel")

    monkeypatch.setattr(torch, "_int_mm", missing)
    assert fastest(classifier, ["good"], None)[0] is classifier
