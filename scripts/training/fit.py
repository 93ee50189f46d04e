"""A small head on frozen vectors: soft targets, weights, L2, temperature."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch


def fit(x, y, weight, hidden=0, l2=1e-4, seed=0, epochs=60):
    """Weights of a linear (``hidden=0``) or two-layer head, by weighted soft cross-entropy plus L2.

    ``x`` float32 (n, d), ``y`` float32 (n, 3) summing to 1, ``weight`` (n,). Full-batch L-BFGS for the
    linear head (convex), AdamW for the perceptron.
    """
    generator = torch.Generator().manual_seed(seed)
    mean = x.mean(0)
    scale = float(x.std())
    inputs, target = torch.from_numpy((x - mean) / scale), torch.from_numpy(y)
    weights = torch.from_numpy((weight / weight.mean()).astype(np.float32))
    sizes = [x.shape[1], hidden, 3] if hidden else [x.shape[1], 3]
    matrices = [torch.randn(o, i, generator=generator) * i**-0.5 * (0.5 if hidden else 0)
                for i, o in pairwise(sizes)]  # fmt: skip
    layers = [(m.requires_grad_(), torch.zeros(len(m), requires_grad=True)) for m in matrices]
    parameters = [p for layer in layers for p in layer]

    def loss(rows, masks=None):
        out = inputs[rows]
        for k, (matrix, bias) in enumerate(layers):
            out = out @ matrix.T + bias
            if k < len(layers) - 1:
                out = torch.relu(out)
                if masks is not None:
                    out = out * masks
        cross = -(target[rows] * torch.log_softmax(out, 1)).sum(1)
        return (cross * weights[rows]).mean()

    everything = torch.arange(len(x))
    if not hidden:
        optimiser = torch.optim.LBFGS(parameters, max_iter=300, line_search_fn="strong_wolfe")

        def closure():
            optimiser.zero_grad()
            value = loss(everything) + l2 * sum((m**2).sum() for m, _ in layers)
            value.backward()
            return value

        optimiser.step(closure)
    else:
        optimiser = torch.optim.AdamW(parameters, lr=2e-3, weight_decay=l2)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, 4e-3, total_steps=epochs * (-(-len(x) // 256))
        )
        for _ in range(epochs):
            order = torch.randperm(len(x), generator=generator)
            for rows in order.split(256):
                optimiser.zero_grad()
                keep = (torch.rand(len(rows), hidden, generator=generator) > 0.3) / 0.7
                loss(rows, keep).backward()
                optimiser.step()
                schedule.step()
    found = [(m.detach().numpy(), b.detach().numpy()) for m, b in layers]
    first, bias = found[0]
    found[0] = (first / scale, bias - first @ mean / scale)
    names = ["hidden", "out"] if hidden else ["out"]
    return {f"{name}.{part}": np.ascontiguousarray(array, np.float32)
            for name, layer in zip(names, found, strict=True)
            for part, array in zip(("weight", "bias"), layer, strict=True)}  # fmt: skip


def logits(head, x):
    """What the head says, (n, 3)."""
    if "hidden.weight" in head:
        x = np.maximum(x @ head["hidden.weight"].T + head["hidden.bias"], 0)
    return x @ head["out.weight"].T + head["out.bias"]


def softmax(z):
    """Rows to probabilities."""
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def temperature(z, y, weight):
    """The t that minimises the weighted cross-entropy of softmax(z / t) against soft targets y."""
    from scipy.optimize import minimize_scalar

    def cost(log_t):
        return -(weight[:, None] * y * np.log(softmax(z / np.exp(log_t)) + 1e-12)).sum()

    return float(np.exp(minimize_scalar(cost, bounds=(-2, 2), method="bounded").x))
