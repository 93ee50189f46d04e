"""Effort, request and emotion: linear heads on the vectors that the embedding pass computes anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cxtext.inference.cards import checked_path, read_card
from cxtext.inference.encoder import Encoder

if TYPE_CHECKING:
    import numpy as np


class Heads(NamedTuple):
    """One logistic regression a signal."""

    names: tuple[str, ...]
    weight: np.ndarray  # float32 (signals, d)
    bias: np.ndarray  # float32 (signals,)
    threshold: np.ndarray  # float32 (signals,): below it there is no sign
    identity: str

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """float64 (n, signals) of an encoder's vectors (n, d)."""
        import numpy as np

        return np.asarray(1 / (1 + np.exp(-(vectors @ self.weight.T + self.bias).astype(np.float64))))


def load_heads(encoder: Encoder) -> Heads | None:
    """The project's own heads; None where they were not trained on this encoder's vectors.

    Raises ModelError where their file is missing or not the one of the card.
    """
    from safetensors import safe_open

    card = read_card("default", "signals")
    with safe_open(checked_path(card), "np") as file:
        told = file.metadata() or {}
        if told["encoder"] != encoder.identity:
            return None
        names = tuple(told["signals"].split(","))
        weight, bias, threshold = (file.get_tensor(name) for name in ("weight", "bias", "threshold"))
    return Heads(names, weight, bias, threshold, f"{card.name}@{card.sha256}")
