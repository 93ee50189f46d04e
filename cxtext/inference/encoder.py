"""Texts to vectors: the embedded encoder, or any transformers encoder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxtext.errors import ModelError
from cxtext.inference.cards import read_card
from cxtext.inference.forward import Progress, forward
from cxtext.inference.transformer import Transformer, load_transformer

if TYPE_CHECKING:
    import numpy as np
    import torch

    from cxtext.inference.tuned import Branch


class Encoded(NamedTuple):
    """One row a text."""

    vectors: np.ndarray  # float32 (n, d), pooled, L2-normalised
    n_tokens: np.ndarray  # int (n,), the text's own tokens
    n_windows: np.ndarray  # int (n,), 1 unless the text is longer than the model
    logits: np.ndarray  # float32 (n, k), of the classifier that branches off; k = 0 without one


@dataclass(frozen=True)
class Encoder:
    """A loaded encoder."""

    transformer: Transformer
    pooling: str

    @property
    def identity(self) -> str:
        """What a vector depends on besides the text: weights, tokenizer, prefix, precision, pooling."""
        return pooled_identity(self.transformer.identity, self.pooling)

    @property
    def width(self) -> int:
        """Length of a vector."""
        return int(self.transformer.model.config.hidden_size)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """float32 (n, d), L2-normalised. See :meth:`run`."""
        return self.run(texts, progress).vectors

    def run(
        self, texts: Sequence[str], progress: Progress | None = None, branch: Branch | None = None
    ) -> Encoded:
        """Vectors with token and window counts, and a classifier's logits from the same lower layers.

        A text's vector is the mean over its tokens (or the first token's state) in the last layer, averaged
        over windows by tokens if it is long (see forward.py), scaled to length 1.
        """
        import numpy as np
        import torch

        def row(inputs: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            out = self.transformer.model(
                input_ids=inputs, attention_mask=mask, output_hidden_states=branch is not None
            )
            vector = self._pooled(out.last_hidden_state.float(), mask)
            if branch is None:
                return vector
            return torch.cat([vector, branch.upper(out.hidden_states[branch.layers], mask)], dim=1)

        result = forward(
            self.transformer, texts, row, self.width + (branch.classes if branch else 0), progress
        )
        vectors, logits = result.rows[:, : self.width], result.rows[:, self.width :]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return Encoded(
            (vectors / np.maximum(norms, 1e-12)).astype(np.float32),
            result.n_tokens,
            result.n_windows,
            logits.astype(np.float32),
        )

    def _pooled(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        if self.pooling == "cls":
            return states[:, 0]
        weights = mask[:, :, None].to(states.dtype)
        return (states * weights).sum(1) / weights.sum(1)


def pooled_identity(identity: str, pooling: str) -> str:
    """An encoder's identity from its transformer's."""
    return f"{identity} {pooling}"


def load_encoder(card: str = "default", device: str = "auto", offline: bool = False) -> Encoder:
    """The encoder that ``card`` names (see cards.py); ``default`` needs no network, ever.

    Raises ModelError when it is missing, damaged or forbidden by ``offline``.
    """
    declared = read_card(card, "embedding")
    transformer = load_transformer(declared, "AutoModel", device, offline)
    return Encoder(transformer, declared.pooling or _pooling(transformer.folder))


def _pooling(folder: Path) -> str:
    """What a sentence-transformers folder says; mean where nothing is said."""
    path = folder / "1_Pooling" / "config.json"
    if not path.is_file():
        return "mean"
    config = json.loads(path.read_text(encoding="utf-8"))
    # Older files have one true flag among pooling_mode_*; newer ones a word.
    flags = [key.removeprefix("pooling_mode_") for key, value in config.items() if value is True]
    named = {"mean_tokens": "mean", "cls_token": "cls", "mean": "mean", "cls": "cls"}
    found = named.get(str(config.get("pooling_mode") or " ".join(f for f in flags if f in named)))
    if found is None:
        raise ModelError(
            "This way of pooling is not supported.", where=path, found=config,
            do='Make a card with pooling = "mean" or "cls".',
        )  # fmt: skip
    return found
