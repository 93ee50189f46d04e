"""The models that are raced: the default ones."""

from __future__ import annotations

from cxtext.inference.classifier import SequenceClassifier, load_classifier
from cxtext.inference.encoder import Encoder, load_encoder


def models(device: str) -> tuple[SequenceClassifier, Encoder]:
    """The sentiment model and the encoder whose lower layers it shares."""
    encoder = load_encoder(device=device, offline=True)
    return load_classifier(device=device, offline=True, encoder=encoder), encoder
