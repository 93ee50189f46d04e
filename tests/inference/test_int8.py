"""int8: near float32, whole by itself, and only where it pays."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from cxtext.inference import int8_kernels as kernels
from cxtext.inference.classifier import load_classifier
from cxtext.inference.int8 import _product, has_int8, in_int8
from cxtext.inference.precision import fastest, in_fast_precision
from cxtext.inference.quality_gate import gate, judge
from cxtext.inference.transformer import Transformer


@pytest.fixture
def classifier(tiny):
    return load_classifier(f"folder:{tiny(['neg', 'neu', 'pos'])}", "cpu")


def rows(n: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Room for ``n`` rows of whole numbers and their scales."""
    return np.zeros((2 * n, width), np.int8), np.zeros(n, np.float32)


def values(whole: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """What whole numbers stand for."""
    n = len(scales)
    return (whole[:n] + whole[n:] / 254) * scales[:, None]


def sums_of(y: np.ndarray, parts: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Sums, scales and bias that stand for about ``y``, and what they stand for exactly is ``y_of``."""
    n, width = y.shape
    rng = np.random.default_rng(1)
    by, scale = rng.uniform(0.5, 2, n).astype("f4"), rng.uniform(1e-4, 1e-3, width).astype("f4")
    bias = rng.normal(size=width).astype("f4")
    sums = np.round((y - bias) / by[:, None] / scale).astype(np.int32)
    fine = rng.integers(-20000, 20000, ((parts - 1) * n, width)).astype(np.int32)
    return np.concatenate([sums, fine]), by, scale, bias


def y_of(sums, by, scale, bias):
    """The formula of int8_kernels.py in float64."""
    parts = sums.reshape(-1, len(by), len(bias)).astype(float)
    return (parts[0] + parts[1:].sum(0) / 254) * by[:, None] * scale + bias


def test_two_whole_numbers_for_each_value_by_hand():
    whole, scales = rows(2, 2)
    kernels.quantise(np.array([[254, 127], [0, 0]], np.float32), whole, scales)
    # 254 is 127 whole steps of 2; 127 is 63.5 of them: 64 (to even) less 127 of 254 fine ones.
    assert whole.tolist() == [[127, 64], [0, 0], [0, -127], [0, 0]]
    assert scales[0] == 2


def test_weights_are_whole_numbers_by_hand():
    product = _product(torch.tensor([[127.0, -64.5], [0.0, 254.0]]), torch.zeros(2), second=True)
    assert product.scale.tolist() == [1, 2]
    assert product.whole.tolist() == [[127, 0], [-64, 127]]  # 64.5 to even; inputs by outputs
    assert product.second.tolist() == [[0, 0], [-127, 0]]  # -0.5 is -127 of 254


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_gelu_is_that_of_torch(parts):
    given = sums_of(np.random.default_rng(0).normal(size=(7, 96)) * 3, parts)
    whole, scales = rows(7, 96)
    kernels.gelu(*given, whole, scales)
    want = functional.gelu(torch.from_numpy(y_of(*given))).numpy()
    # A fine step is 1 / (127 * 254) of the row's largest; rounding is half of that.
    assert (abs(values(whole, scales) - want) < 1e-6 + scales[:, None] / 254 * 0.51).all()


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_sum_and_norm_are_those_of_torch(parts):
    rng = np.random.default_rng(0)
    given = sums_of(rng.normal(size=(5, 48)), parts)
    states, weight, shift = (rng.normal(size=shape).astype("f4") for shape in ((5, 48), 48, 48))
    added = torch.from_numpy(states + y_of(*given))
    want = functional.layer_norm(
        added, [48], *map(torch.from_numpy, (weight.astype(float), shift.astype(float))), 1e-5
    )
    whole, scales = rows(5, 48)
    kernels.add_and_norm(*given, states, weight, shift, 1e-5, whole, scales)
    np.testing.assert_allclose(states, want, atol=1e-5)
    assert (abs(values(whole, scales) - states) < 1e-6 + scales[:, None] / 254 * 0.51).all()


def test_attention_is_that_of_torch_over_each_sequence():
    lengths, heads, each = [6, 3, 1], 2, 8
    starts = np.concatenate([[0], np.cumsum(lengths)])
    given = sums_of(np.random.default_rng(0).normal(size=(10, 3 * heads * each)) * 2, 2)
    split = [torch.zeros(3, heads, 6, each) for _ in range(3)]
    kernels.to_heads(*given, starts, *(tensor.numpy() for tensor in split))
    scores = split[0] @ split[1].transpose(2, 3)
    kernels.soft_maximum(scores.numpy(), starts)
    whole, scales = rows(10, heads * each)
    kernels.from_heads((scores @ split[2]).numpy(), starts, whole, scales)
    y = torch.from_numpy(y_of(*given)).view(10, 3, heads, each)
    for first, end in pairwise(starts):
        q, k, v = y[first:end].permute(1, 2, 0, 3)
        want = (
            functional.scaled_dot_product_attention(q, k, v, scale=1.0)
            .transpose(0, 1)
            .reshape(end - first, -1)
        )
        got = values(whole, scales)[first:end]
        np.testing.assert_allclose(got, want, atol=1e-5 + float(scales.max()) / 254)


def kinds():
    from transformers import (
        BertConfig,
        BertForSequenceClassification,
        DistilBertConfig,
        DistilBertForSequenceClassification,
        XLMRobertaConfig,
        XLMRobertaForSequenceClassification,
    )

    size = {
        "vocab_size": 50, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
        "intermediate_size": 64, "max_position_embeddings": 40, "num_labels": 3,
    }  # fmt: skip
    small = {"vocab_size": 50, "dim": 32, "n_layers": 2, "n_heads": 4, "hidden_dim": 64, "num_labels": 3}
    return {
        "bert": (BertForSequenceClassification, BertConfig(**size)),
        "xlm-r": (XLMRobertaForSequenceClassification, XLMRobertaConfig(**size)),
        "distilbert": (DistilBertForSequenceClassification, DistilBertConfig(**small)),
        "eager": (BertForSequenceClassification, BertConfig(**size, attn_implementation="eager")),
        "relu": (BertForSequenceClassification, BertConfig(**size, hidden_act="relu")),
    }


def made(kind: str, tmp_path) -> Transformer:
    cls, config = kinds()[kind]
    torch.manual_seed(0)
    model = cls(config).eval().requires_grad_(False)
    return Transformer(model, None, tmp_path, "m fp32")


@pytest.mark.parametrize("kind", ["bert", "xlm-r", "distilbert", "eager"])
def test_models_of_these_kinds_say_the_same(kind, tmp_path):
    transformer = made(kind, tmp_path)
    # Weights that are whole numbers already lose nothing, so what is left is what inputs lose.
    for module in transformer.model.modules():
        if type(module) is nn.Linear:
            whole = torch.randint(-127, 128, module.weight.shape)
            whole[:, 0] = 127
            module.weight.copy_(whole * 0.001)
    ids = torch.randint(5, 50, (3, 17))
    mask = torch.ones(3, 17, dtype=torch.long)
    for row, n in enumerate((17, 9, 1)):
        mask[row, n:] = 0
        ids[row, n:] = transformer.model.config.pad_token_id
    assert has_int8(transformer)
    fast = in_int8(transformer)
    with torch.inference_mode():
        for given in (mask, torch.ones_like(mask)):
            want = transformer.model(input_ids=ids, attention_mask=given).logits
            got = fast.model(input_ids=ids, attention_mask=given).logits
            # The one product whose input has one number a value sees steps of 1 / 127 of its largest.
            np.testing.assert_allclose(got, want, atol=0.01 * float(want.std()))


def test_one_number_for_each_value_is_coarser_and_says_so(tmp_path):
    transformer = made("bert", tmp_path)
    ids = torch.randint(5, 50, (6, 12))
    fine, coarse = in_int8(transformer), in_int8(transformer, fine=False)
    assert coarse.identity == "m int8x1"
    with torch.inference_mode():
        want, near, far = (
            one.model.bert(input_ids=ids).last_hidden_state for one in (transformer, fine, coarse)
        )
    assert (far - want).abs().mean() > (near - want).abs().mean()
    assert functional.cosine_similarity(far.mean(1), want.mean(1)).min() > 0.99


def test_other_kinds_stay_float32(tmp_path):
    assert not has_int8(made("relu", tmp_path))


def test_a_text_does_not_depend_on_its_neighbours(classifier):
    fast = in_fast_precision(classifier)
    texts = ["good", "the parcel was late", "bad bad", "late late late late late late the the a a"]
    together = fast.logits(texts)
    for text, row in zip(texts, together, strict=True):
        np.testing.assert_allclose(fast.logits([text])[0], row, atol=1e-5)


def test_only_the_layers_change(classifier):
    fast = in_int8(classifier.transformer)
    assert fast.identity == classifier.transformer.identity.replace(" fp32", "") + " int8x2"
    old, new = classifier.transformer.model, fast.model
    assert new.bert.embeddings.word_embeddings.weight is old.bert.embeddings.word_embeddings.weight
    assert new.classifier.weight is old.classifier.weight
    assert not [m for m in new.bert.encoder.modules() if isinstance(m, nn.Linear)]
    assert [m for m in old.bert.encoder.modules() if isinstance(m, nn.Linear)]
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
    def missing(*_, **__):
        raise RuntimeError("no such kernel")

    monkeypatch.setattr(torch, "_int_mm", missing)
    assert fastest(classifier, ["good"], None)[0] is classifier


def test_a_model_of_another_kind_is_not_judged(classifier, monkeypatch):
    monkeypatch.setattr("cxtext.inference.precision.has_int8", lambda _: False)
    assert fastest(classifier, ["good"], None) == (classifier, None)
