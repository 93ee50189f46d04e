"""What the frozen lower layers say of every text: computed once, read in every epoch."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from cxtext.inference import Encoder

TOKENS = 96  # of each text: the model is asked about sentences and comments
BATCH_TOKENS = 2048  # padded


class States(NamedTuple):
    """The token states of all texts, one text after the other."""

    values: np.ndarray  # float16 (tokens, d)
    start: np.ndarray  # int (n + 1,): text i holds values[start[i]:start[i + 1]]

    @property
    def length(self) -> np.ndarray:
        """int (n,), tokens of each text."""
        return np.diff(self.start)


def lower_states(encoder: Encoder, texts: list[str], layers: int, held: Path, device: torch.device) -> States:
    """Hidden states after ``layers`` layers of each text's first TOKENS tokens, kept in ``held``."""
    tokens = encoder.transformer.tokens
    ids = [[*tokens.before, *row[:TOKENS], *tokens.after] for row in tokens.ids(texts)]
    length = np.array([len(row) for row in ids])
    start = np.concatenate([[0], np.cumsum(length)])
    asked = hashlib.sha256(repr((encoder.identity, layers, ids)).encode()).hexdigest()
    file = held / f"{asked[:16]}.npy"
    if file.exists():
        return States(np.load(file, mmap_mode="r"), start)
    values = np.empty((start[-1], encoder.width), np.float16)
    lower = copy.deepcopy(encoder.transformer.model)
    lower.encoder.layer = lower.encoder.layer[:layers]
    lower.to(device)
    with torch.inference_mode():
        for n, rows in enumerate(batches(length, np.arange(len(ids)))):
            inputs, mask = (given.to(device) for given in _padded(ids, rows))
            out = lower(input_ids=inputs, attention_mask=mask).last_hidden_state.cpu().numpy()
            for i, state in zip(rows, out, strict=True):
                values[start[i] : start[i + 1]] = state[: length[i]]
            if n % 100 == 0:
                print(f"\rlower layers, batch {n}", end="", flush=True)
    held.mkdir(parents=True, exist_ok=True)
    np.save(file, values)
    return States(values, start)


def batches(
    length: np.ndarray, rows: np.ndarray, rng: np.random.Generator | None = None
) -> Iterator[np.ndarray]:
    """The rows in batches of about equal lengths, BATCH_TOKENS each; in random order with ``rng``."""
    jitter = 0 if rng is None else rng.uniform(-2, 2, len(rows))
    order = rows[np.argsort(-(length[rows] + jitter), kind="stable")]
    found, at = [], 0
    while at < len(order):
        size = max(1, BATCH_TOKENS // int(length[order[at]]))
        found.append(order[at : at + size])
        at += size
    if rng is not None:
        rng.shuffle(found)
    yield from found


def batch(states: States, rows: np.ndarray, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """States (n, longest, d), float32, and which of them are tokens, bool (n, longest)."""
    length = states.length[rows]
    out = np.zeros((len(rows), length.max(), states.values.shape[1]), np.float32)
    for k, i in enumerate(rows):
        out[k, : length[k]] = states.values[states.start[i] : states.start[i + 1]]
    mask = np.arange(length.max())[None] < length[:, None]
    return torch.from_numpy(out).to(device), torch.from_numpy(mask).to(device)


def _padded(ids: list[list[int]], rows: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    chosen = [torch.tensor(ids[i]) for i in rows]
    inputs = torch.nn.utils.rnn.pad_sequence(chosen, batch_first=True, padding_value=1)
    length = torch.tensor([len(row) for row in chosen])
    return inputs, (torch.arange(inputs.shape[1])[None] < length[:, None]).long()
