"""Texts to three sentiment probabilities, by the project's own model or any transformers model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxtext.errors import ModelError
from cxtext.inference.cards import read_card
from cxtext.inference.encoder import Encoder
from cxtext.inference.evidence import evidence
from cxtext.inference.forward import Progress, forward
from cxtext.inference.labels import LABELS, meanings, regroup
from cxtext.inference.tokens import Tokens
from cxtext.inference.transformer import Transformer, load_transformer
from cxtext.inference.tuned import Branch, load_tuned

if TYPE_CHECKING:
    import numpy as np

# What is said of a text that says nothing.
PRIOR = (0.25, 0.5, 0.25)


@dataclass(frozen=True)
class SequenceClassifier:
    """A transformers model with a classification head of its own."""

    transformer: Transformer
    labels: tuple[str, ...]  # what each of the model's outputs means
    branch: Branch | None = None  # where it leaves an encoder whose lower layers it shares

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


def load_classifier(
    card: str = "default", device: str = "auto", offline: bool = False, encoder: Encoder | None = None
) -> SequenceClassifier:
    """The sentiment model that ``card`` names (see cards.py).

    ``encoder`` gives the lower layers to a model that was tuned from it: they are in memory once. Raises
    ModelError when the model is missing, damaged, forbidden by ``offline``, or its labels say nothing.
    """
    declared = read_card(card, "sentiment")
    if declared.kind == "tuned":
        tuned, branch = load_tuned(declared, device, offline, encoder)
        return SequenceClassifier(tuned, declared.labels, branch)
    transformer = load_transformer(declared, "AutoModelForSequenceClassification", device, offline)
    names: dict[int, str] = {int(k): str(v) for k, v in (transformer.model.config.id2label or {}).items()}
    labels = declared.labels or [names[k] for k in sorted(names)]
    if len(labels) != transformer.model.config.num_labels:
        raise ModelError(
            "The card names another number of labels than the model has.",
            where=card, found=f"{len(labels)} names, {transformer.model.config.num_labels} outputs",
        )  # fmt: skip
    return SequenceClassifier(transformer, tuple(meanings(labels, card)))


def probabilities(classifier: SequenceClassifier, texts: Sequence[str], logits: np.ndarray) -> np.ndarray:
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


__all__ = ["LABELS", "SequenceClassifier", "load_classifier", "probabilities"]
