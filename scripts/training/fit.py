"""A small perceptron on frozen features: soft targets, weights, temperature."""

from __future__ import annotations

import numpy as np
import torch

Head = dict[str, np.ndarray]


def fit(x, y, weight, hidden: int, decay: float, seed: int = 0, epochs: int = 8) -> Head:
    """Weights of a two-layer head by weighted soft cross-entropy: AdamW, one cycle, dropout 0.3.

    ``x`` float32 (n, d), ``y`` float32 (n, 3) with rows that sum to 1, ``weight`` (n,).
    """
    generator = torch.Generator().manual_seed(seed)
    mean, scale = x.mean(0), float(x.std())
    inputs, target = torch.from_numpy((x - mean) / scale), torch.from_numpy(y)
    weights = torch.from_numpy((weight / weight.mean()).astype(np.float32))
    first = torch.randn(hidden, x.shape[1], generator=generator) * 0.5 * x.shape[1] ** -0.5
    second = torch.randn(3, hidden, generator=generator) * 0.5 * hidden**-0.5
    a, b, c, d = parameters = [
        p.requires_grad_() for p in (first, torch.zeros(hidden), second, torch.zeros(3))
    ]
    optimiser = torch.optim.AdamW(parameters, lr=2e-3, weight_decay=decay)
    steps = epochs * -(-len(x) // 256)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=generator).split(256):
            keep = (torch.rand(len(rows), hidden, generator=generator) > 0.3) / 0.7
            out = (torch.relu(inputs[rows] @ a.T + b) * keep) @ c.T + d
            cross = -(target[rows] * torch.log_softmax(out, 1)).sum(1)
            optimiser.zero_grad()
            (cross * weights[rows]).mean().backward()
            optimiser.step()
            schedule.step()
    w1, b1, w2, b2 = (p.detach().numpy() for p in parameters)
    # The scaling of the inputs is folded into the first layer.
    return {
        "hidden.weight": w1 / np.float32(scale), "hidden.bias": b1 - w1 @ mean / np.float32(scale),
        "out.weight": w2, "out.bias": b2,
    }  # fmt: skip


def logits(head: Head, x: np.ndarray) -> np.ndarray:
    """What the head says, (n, 3)."""
    hidden = np.maximum(x @ head["hidden.weight"].T + head["hidden.bias"], 0)
    return hidden @ head["out.weight"].T + head["out.bias"]


def softmax(z: np.ndarray) -> np.ndarray:
    """Rows to probabilities."""
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def temperature(z: np.ndarray, y: np.ndarray, weight: np.ndarray) -> float:
    """The t that minimises the weighted cross-entropy of softmax(z / t) against y."""
    from scipy.optimize import minimize_scalar

    def cost(log_t: float) -> float:
        return -(weight[:, None] * y * np.log(softmax(z / np.exp(log_t)) + 1e-12)).sum()

    return float(np.exp(minimize_scalar(cost, bounds=(-2, 2), method="bounded").x))
