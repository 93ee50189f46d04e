"""Batches on cores and on a GPU: the same rows, whatever order, however small the memory."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from cxtext.errors import ModelError
from cxtext.inference import forward as module
from cxtext.inference.classifier import load_classifier

IDS = [[6], [7, 8], [9, 10, 11, 12], [], [6, 7, 8, 9, 10, 11, 12] * 5, *([[6, 7]] * 9)]


@pytest.fixture
def transformer(tiny):
    return load_classifier(f"folder:{tiny(['neg', 'neu', 'pos'])}", "cpu").transformer


def own(inputs: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """A sequence's sum of ids and its length."""
    return torch.stack([(inputs * mask).sum(1), mask.sum(1)], 1).float()


@pytest.mark.parametrize("cores", [1, 2, 5])
def test_each_row_is_its_own_on_any_number_of_cores(transformer, monkeypatch, cores):
    monkeypatch.setattr(module, "TOKEN_BUDGET", {"cpu": 20})
    before = torch.get_num_threads()
    torch.set_num_threads(cores)
    try:
        found = module.forward_ids(transformer, IDS, own, 2)
        assert torch.get_num_threads() == cores
    finally:
        torch.set_num_threads(before)
    # [CLS] is 2 and [SEP] 3; 35 tokens are three windows of 12, 12 and 11 and weigh 14, 14 and 13.
    assert found.rows[:4].tolist() == [[11, 3], [20, 4], [47, 6], [5, 2]]
    assert found.rows[5:].tolist() == [[18, 4]] * 9
    assert found.n_windows.tolist() == [1, 1, 1, 1, 3, *[1] * 9]
    assert found.rows[4, 1] == pytest.approx((14 * 14 + 14 * 14 + 13 * 13) / 41)


def test_an_error_on_a_core_is_raised_and_cores_are_given_back(transformer):
    def broken(*_):
        raise ValueError("broken")

    before = torch.get_num_threads()
    with pytest.raises(ValueError, match="broken"):
        module.forward_ids(transformer, IDS, broken, 2)
    assert torch.get_num_threads() == before


def test_too_small_a_memory_halves_batches_and_goes_on(transformer, monkeypatch):
    want = module.forward_ids(transformer, IDS, own, 2)
    monkeypatch.setattr(module, "_on_cores", module._on_gpu)
    monkeypatch.setattr(module, "TOKEN_BUDGET", {"cpu": 64})
    asked: list[int] = []

    def small(inputs, mask):
        asked.append(inputs.numel())
        if inputs.numel() > 20:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.")
        return own(inputs, mask)

    found = module.forward_ids(transformer, IDS, small, 2)
    np.testing.assert_array_equal(found.rows, want.rows)
    # 4 windows of 14 fit in 64, 2 in 32, 1 in 16, which is what the memory takes.
    assert asked[:3] == [42 + 6, 28, 14] or asked[:3] == [56, 28, 14]


def test_no_memory_at_all_is_a_sentence(transformer, monkeypatch):
    monkeypatch.setattr(module, "_on_cores", module._on_gpu)

    def none(*_):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.")

    with pytest.raises(ModelError, match="memory is too small"):
        module.forward_ids(transformer, IDS, none, 2)
