"""Fine-tunes the encoder's upper layers for three labels, on soft targets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from training.states import States, batch, batches
from transformers import BertForSequenceClassification, BertModel

RATE, DECAY, WARMUP = 2e-4, 0.01, 0.06
DOUBTED = 0.10


class Upper(nn.Module):
    """The layers from ``layers`` on, a pooler over the first token and a classifier."""

    def __init__(self, whole: BertForSequenceClassification, layers: int) -> None:
        super().__init__()
        self.layers = whole.bert.encoder.layer[layers:]
        self.pooler, self.dropout, self.classifier = whole.bert.pooler, whole.dropout, whole.classifier

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (n, 3) from states (n, tokens, d)."""
        bias = (~mask)[:, None, None, :] * torch.finfo(torch.float32).min
        for layer in self.layers:
            states = layer(states, bias)
        return self.classifier(self.dropout(self.pooler(states)))

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.classifier.weight.device


def fresh(encoder: BertModel, labels: tuple[str, ...], seed: int) -> BertForSequenceClassification:
    """The encoder with a new pooler and classifier."""
    torch.manual_seed(seed)
    names = {"id2label": dict(enumerate(labels)), "label2id": {name: k for k, name in enumerate(labels)}}
    whole = BertForSequenceClassification(type(encoder.config)(**encoder.config.to_dict() | names))
    whole.bert.load_state_dict(encoder.state_dict(), strict=False)
    return whole


def tune(
    model: Upper, states: States, y: np.ndarray, weight: np.ndarray, rows: np.ndarray, distant: np.ndarray,
    pairs: np.ndarray, epochs: int, seed: int = 0,
) -> np.ndarray:  # fmt: skip
    """Trains ``model`` in place on ``rows``; the rows that it learnt from to the end.

    Weighted soft cross-entropy; AdamW, warm-up, then a straight line to zero; bfloat16 products. After the
    first epoch the ``distant`` rows whose label the model gives under DOUBTED are left out: having seen each
    text once it has learnt what texts like it mean, not yet this text's own label (Han et al. 2018). Then
    the ``pairs`` come in, int (n, 2) rows of which only the two targets together are known, each in the order
    that the model thinks likelier; they are not among ``rows``.
    """
    rng = np.random.default_rng(seed)
    joined = np.concatenate([rows, pairs.ravel()])
    learn = _learner(model, states, weight, [rows, *[joined] * (epochs - 1)], RATE)
    for epoch in range(epochs):
        learn(y, rows, rng)
        if epoch == 0:
            y, rows = sifted(model, states, y, rows, distant, pairs)
    return rows


def settle(
    model: Upper, states: States, y: np.ndarray, weight: np.ndarray, rows: np.ndarray, distant: np.ndarray,
    pairs: np.ndarray, rate: float, seed: int,
) -> None:  # fmt: skip
    """One more epoch, in place, of a model that has learnt: it starts with what is sifted by itself."""
    y, rows = sifted(model, states, y, rows, distant, pairs)
    _learner(model, states, weight, [rows], rate)(y, rows, np.random.default_rng(seed))


def sifted(
    model: Upper,
    states: States,
    y: np.ndarray,
    rows: np.ndarray,
    distant: np.ndarray,
    pairs: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The targets, pairs in the order that the model thinks likelier; the rows that it does not doubt."""
    p = softmax(logits(model, states, rows))
    doubted = distant[rows] & (p[np.arange(len(rows)), y[rows].argmax(1)] < DOUBTED)
    y = y.copy()
    y[pairs] = likelier_order(softmax(logits(model, states, pairs.ravel())).reshape(-1, 2, 3), y[pairs])
    return y, np.concatenate([rows[~doubted], pairs.ravel()])


Learn = Callable[[np.ndarray, np.ndarray, np.random.Generator], None]  # targets, rows, their order


def _learner(
    model: Upper, states: States, weight: np.ndarray, epochs: list[np.ndarray], rate: float
) -> Learn:
    """What trains the model for one of ``epochs``, whose rows set the length of warm-up and decline."""
    total = sum(1 for part in epochs for _ in batches(states.length, part))
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=DECAY, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: max(0.0, min((n + 1) / (WARMUP * total), 1 - n / total))
    )
    weights = torch.from_numpy((weight / weight[epochs[-1]].mean()).astype(np.float32))
    usual = len(epochs) * len(epochs[-1]) / total
    device = model.device

    def learn(y: np.ndarray, rows: np.ndarray, rng: np.random.Generator) -> None:
        model.train()
        cost = []
        for chosen in batches(states.length, rows, rng):
            with torch.autocast(device.type, torch.bfloat16):
                out = model(*batch(states, chosen, device)).float()
            target = torch.from_numpy(y[chosen].astype(np.float32)).to(device)
            cross = -(target * torch.log_softmax(out, 1)).sum(1)
            loss = (cross * weights[chosen].to(device)).sum() / usual
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            cost.append(loss.item())
            if len(cost) % 50 == 0:
                print(f"\rbatch {len(cost)}, cost {np.mean(cost[-200:]):.3f}", end="", flush=True)
        print()
        model.eval()

    return learn


def likelier_order(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Targets (pairs, 2, 3), each pair's two swapped where that has the smaller cross-entropy under ``p``.

    >>> p = np.array([[[0.7, 0.1, 0.2], [0.3, 0.1, 0.6]]])
    >>> likelier_order(p, np.array([[[0, 0, 1], [1, 0, 0]]])).tolist()
    [[[1, 0, 0], [0, 0, 1]]]
    """
    logged = np.log(p + 1e-12)
    swapped = y[:, ::-1]
    better = (swapped * logged).sum((1, 2)) > (y * logged).sum((1, 2))
    return np.where(better[:, None, None], swapped, y)


def logits(model: Upper, states: States, rows: np.ndarray) -> np.ndarray:
    """float32 (len(rows), 3)."""
    model.eval()
    out = np.zeros((len(states.length), 3), np.float32)
    with torch.inference_mode(), torch.autocast(model.device.type, torch.bfloat16):
        for chosen in batches(states.length, rows):
            out[chosen] = model(*batch(states, chosen, model.device)).float().cpu().numpy()
    return out[rows]


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
