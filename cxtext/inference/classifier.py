"""Texts to three sentiment probabilities: the project's head on the encoder, or any transformers model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxtext.errors import ModelError
from cxtext.inference.cards import Card, checked_path, read_card
from cxtext.inference.encoder import Encoder, load_encoder
from cxtext.inference.evidence import evidence
from cxtext.inference.forward import Progress, forward
from cxtext.inference.labels import LABELS, meanings, regroup
from cxtext.inference.tokens import Tokens
from cxtext.inference.transformer import Transformer, load_transformer

if TYPE_CHECKING:
    import numpy as np

# What is said of a text that says nothing.
PRIOR = (0.25, 0.5, 0.25)


@dataclass(frozen=True)
class Head:
    """A two-layer perceptron over an encoder's vectors and what its lower layers hold."""

    encoder: Encoder
    layers: tuple[int, ...]  # the encoder's layers that are read besides the last
    weights: dict[str, np.ndarray]
    identity: str

    @property
    def tokens(self) -> Tokens:
        """How the model reads text."""
        return self.encoder.transformer.tokens

    def logits(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """float32 (n, 3): negative, neutral, positive."""
        return self.logits_of(self.encoder.run(texts, progress, self.layers).features)

    def logits_of(self, features: np.ndarray) -> np.ndarray:
        """The same from the encoder's features: no model runs."""
        import numpy as np

        hidden = np.maximum(_linear(features, self.weights["hidden.weight"], self.weights["hidden.bias"]), 0)
        return _linear(hidden, self.weights["out.weight"], self.weights["out.bias"])


@dataclass(frozen=True)
class SequenceClassifier:
    """A transformers model with a classification head of its own."""

    transformer: Transformer
    labels: tuple[str, ...]  # what each of the model's outputs means

    @property
    def identity(self) -> str:
        """What a result depends on besides the text."""
        return f"{self.transformer.identity} labels={','.join(self.labels)}"

    @property
    def tokens(self) -> Tokens:
        """How the model reads text."""
        return self.transformer.tokens

    def logits(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """float32 (n, 3): negative, neutral, positive; a long text's windows are averaged by tokens."""

        def run(inputs: Any, mask: Any) -> Any:
            return self.transformer.model(input_ids=inputs, attention_mask=mask).logits.float()

        return regroup(forward(self.transformer, texts, run, len(self.labels), progress).rows, self.labels)


Classifier = Head | SequenceClassifier


def load_classifier(
    card: str = "default", device: str = "auto", offline: bool = False, encoder: Encoder | None = None
) -> Classifier:
    """The sentiment model that ``card`` names (see cards.py).

    ``encoder`` is used under a head that was trained on it, so that one model is loaded, not two. Raises
    ModelError when the model is missing, damaged, forbidden by ``offline``, or its labels say nothing.
    """
    declared = read_card(card, "sentiment")
    if declared.kind == "head":
        return _head(declared, device, offline, encoder)
    transformer = load_transformer(declared, "AutoModelForSequenceClassification", device, offline)
    names: dict[int, str] = {int(k): str(v) for k, v in (transformer.model.config.id2label or {}).items()}
    labels = declared.labels or [names[k] for k in sorted(names)]
    if len(labels) != transformer.model.config.num_labels:
        raise ModelError(
            "The card names another number of labels than the model has.",
            where=card, found=f"{len(labels)} names, {transformer.model.config.num_labels} outputs",
        )  # fmt: skip
    return SequenceClassifier(transformer, tuple(meanings(labels, card)))


def _head(card: Card, device: str, offline: bool, encoder: Encoder | None) -> Head:
    from safetensors import safe_open
    from safetensors.numpy import load_file

    path = checked_path(card)
    with safe_open(path, "numpy") as file:
        metadata = file.metadata() or {}
    trained_on = metadata.get("encoder", "")
    if encoder is None or encoder.identity != trained_on:
        encoder = load_encoder(card.encoder or "default", device, offline)
    if encoder.identity != trained_on:
        raise ModelError(
            "The sentiment head was trained on another encoder.",
            where=path, found=encoder.identity, do=f"It needs {trained_on}.",
        )  # fmt: skip
    layers = tuple(int(layer) for layer in metadata["layers"].split(","))
    return Head(encoder, layers, load_file(path), f"{card.name}@{card.sha256} on {trained_on}")


def probabilities(classifier: Classifier, texts: Sequence[str], logits: np.ndarray) -> np.ndarray:
    """float64 (n, 3), each row sums to 1: the softmax, drawn towards PRIOR where there is little to read.

    ``p = e * softmax(logits) + (1 - e) * PRIOR`` with e the text's evidence (see evidence.py): a text of
    digits, punctuation or an unknown script gets PRIOR itself, never a confident guess.
    """
    import numpy as np

    exact = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    exact /= exact.sum(axis=1, keepdims=True)
    share = evidence(texts, classifier.tokens)[:, None]
    mixed = share * exact + (1 - share) * np.array(PRIOR)
    return mixed / mixed.sum(axis=1, keepdims=True)


def _linear(inputs: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    import numpy as np

    # Adds in an order that does not depend on the number of rows, unlike a BLAS product: equal texts get
    # equal bytes.
    return np.einsum("nd,kd->nk", inputs, weight, optimize=False) + bias


__all__ = ["LABELS", "Classifier", "Head", "SequenceClassifier", "load_classifier", "probabilities"]
