"""The models that are raced: the default ones."""

from __future__ import annotations

import copy
from typing import Any

from cxtext.inference.classifier import SequenceClassifier, load_classifier
from cxtext.inference.encoder import Encoder, load_encoder
from cxtext.inference.ordered import plain_weights


def models(device: str) -> tuple[SequenceClassifier, Encoder]:
    """The sentiment model and the encoder whose lower layers it shares."""
    encoder = load_encoder(device=device, offline=True)
    return load_classifier(device=device, offline=True, encoder=encoder), encoder


def plain(model: Any) -> Any:
    """A copy as transformers loads it, for peers: our products are no part of it."""
    return plain_weights(copy.deepcopy(model))
