"""Texts to three sentiment probabilities, by the project's own model or any transformers model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxtext.errors import ModelError
from cxtext.inference.cards import read_card
from cxtext.inference.encoder import Encoder
from cxtext.inference.evidence import evidence
from cxtext.inference.forward import Progress, forward, forward_ids
from cxtext.inference.labels import LABELS, meanings, name_no_sentiment, regroup
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
    names: tuple[str, ...] = LABELS  # of what comes out; its own labels where they are no sentiment

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
        return self._named(forward(self.transformer, texts, self._run, len(self.labels), progress).rows)

    def logits_of_ids(self, ids: Sequence[Sequence[int]]) -> np.ndarray:
        """The same from each text's own token ids."""
        return self._named(forward_ids(self.transformer, ids, self._run, len(self.labels)).rows)

    def _run(self, inputs: Any, mask: Any) -> Any:
        return self.transformer.model(input_ids=inputs, attention_mask=mask).logits.float()

    def _named(self, rows: np.ndarray) -> np.ndarray:
        return regroup(rows, self.labels) if self.names == LABELS else rows.astype("float32")


def load_classifier(
    card: str = "default",
    device: str = "auto",
    offline: bool = False,
    encoder: Encoder | None = None,
    any_labels: bool = False,
) -> SequenceClassifier:
    """The sentiment model that ``card`` names (see cards.py).

    ``encoder`` gives the lower layers to a model that was tuned from it: they are in memory once. With
    ``any_labels`` labels that are no sentiment stay what they are; LABEL_0, LABEL_1 ... say nothing and are
    refused all the same. Raises ModelError when the model is missing, damaged, forbidden by ``offline``, or
    its labels say nothing.
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
    if any_labels and name_no_sentiment(labels):
        return SequenceClassifier(transformer, tuple(labels), names=tuple(labels))
    return SequenceClassifier(transformer, tuple(meanings(labels, card)))


def probabilities(classifier: SequenceClassifier, texts: Sequence[str], logits: np.ndarray) -> np.ndarray:
    """float64 (n, 3), each row sums to 1: the softmax, drawn towards PRIOR where there is little to read."""
    return drawn_to_prior(logits, evidence(texts, classifier.tokens))


def drawn_to_prior(logits: np.ndarray, share: np.ndarray) -> np.ndarray:
    """``p = e * softmax(logits) + (1 - e) * PRIOR`` with e the text's evidence (see evidence.py).

    A text of digits, punctuation or an unknown script gets PRIOR itself, never a confident guess.
    """
    import numpy as np

    mixed = share[:, None] * softmax(logits) + (1 - share[:, None]) * np.array(PRIOR)
    return mixed / mixed.sum(axis=1, keepdims=True)


def softmax(logits: np.ndarray) -> np.ndarray:
    """float64 (n, k), each row sums to 1."""
    import numpy as np

    exact = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    return exact / exact.sum(axis=1, keepdims=True)


__all__ = ["LABELS", "SequenceClassifier", "load_classifier", "probabilities"]
