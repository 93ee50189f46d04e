"""Ordered weights: the same product, whatever happens to the weights."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from torch import nn

from cxtext.inference.ordered import order_weights, plain_weights


@pytest.fixture
def layer():
    torch.manual_seed(0)
    return nn.Linear(33, 17).requires_grad_(False)


@torch.inference_mode()
@pytest.mark.parametrize("shape", [(1, 33), (5, 33), (2, 3, 33), (130, 33)])
def test_the_product_is_that_of_torch(layer, shape):
    given = torch.randn(shape)
    want = layer(given)
    found = order_weights(nn.Sequential(layer))(given)
    np.testing.assert_allclose(found, want, atol=1e-6)
    first = given[:, 0] if given.dim() == 3 else given[:1]  # not one behind the other in memory
    np.testing.assert_allclose(layer(first), nn.functional.linear(first, layer.weight, layer.bias), atol=1e-6)


def test_changed_weights_are_seen(layer):
    given = torch.ones(2, 33)
    order_weights(nn.Sequential(layer))
    with torch.no_grad():
        before = layer(given).clone()
        layer.weight.add_(1)
        np.testing.assert_allclose(layer(given), before + 33, rtol=1e-5)
        layer.load_state_dict({"weight": torch.zeros(17, 33), "bias": torch.ones(17)}, assign=True)
        assert (layer(given) == 1).all()


def test_it_can_be_trained_copied_and_undone(layer):
    model = order_weights(nn.Sequential(layer))
    given = torch.ones(2, 33)
    with torch.no_grad():
        want = model(given)
        np.testing.assert_array_equal(copy.deepcopy(model)(given), want)
    layer.requires_grad_(True)
    model(given).sum().backward()
    assert layer.weight.grad is not None
    assert type(plain_weights(model)[0]) is nn.Linear
