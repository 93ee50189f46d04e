"""A classifier whose lower layers are an encoder's own: only its upper layers were tuned and are stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxtext.errors import ModelError
from cxtext.inference.cards import Card, checked_path
from cxtext.inference.encoder import Encoder, load_encoder
from cxtext.inference.ordered import order_weights
from cxtext.inference.transformer import Transformer

if TYPE_CHECKING:
    import torch
    from transformers import BertForSequenceClassification


class Branch(NamedTuple):
    """Where a classifier leaves an encoder: both can be had from one pass over the lower layers."""

    encoder: str  # identity of the encoder
    layers: int  # shared, from below
    classes: int
    upper: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]  # states after them, mask -> logits


def load_tuned(card: Card, device: str, offline: bool, encoder: Encoder | None) -> tuple[Transformer, Branch]:
    """The whole classifier as a transformers model, and where it branches off.

    It shares the weights of ``encoder`` if that is the one it was tuned from, otherwise of a fresh one.
    """
    import torch
    from safetensors.torch import load_file
    from transformers import BertConfig, BertForSequenceClassification

    path = checked_path(card)
    tuned_from, layers = tuned_above(path)
    if encoder is None or encoder.identity != tuned_from:
        encoder = load_encoder(card.encoder or "default", device, offline)
    if encoder.identity != tuned_from:
        raise ModelError(
            "The sentiment model was tuned from another encoder.",
            where=path, found=encoder.identity, do=f"It needs {tuned_from}.",
        )  # fmt: skip
    base = encoder.transformer.model
    names = dict(enumerate(card.labels))
    settings = base.config.to_dict() | {"id2label": names, "label2id": {v: k for k, v in names.items()}}
    with torch.device("meta"):
        model = BertForSequenceClassification(BertConfig(**settings))
    state = {f"bert.{name}": value for name, value in base.state_dict().items()}
    state |= {name: value.float().to(base.device) for name, value in load_file(path).items()}
    for name, value in base.named_buffers():  # not stored: they too have to leave "meta"
        model.bert.embeddings.register_buffer(name.removeprefix("embeddings."), value, persistent=False)
    model.load_state_dict(state, strict=True, assign=True)
    model.eval().requires_grad_(False)
    transformer = Transformer(
        order_weights(model), encoder.transformer.tokens, path.parent, tuned_identity(card, tuned_from)
    )
    return transformer, Branch(tuned_from, layers, len(names), _upper(model, layers))


def tuned_above(path: Path) -> tuple[str, int]:
    """Of a tuned model's file: the encoder that it needs, and how many layers are the encoder's own."""
    from safetensors import safe_open

    with safe_open(path, "np") as file:
        metadata = file.metadata() or {}
    return metadata.get("encoder", ""), int(metadata.get("layers", 0))


def tuned_identity(card: Card, tuned_from: str) -> str:
    """What a tuned model's logits depend on besides the text."""
    return f"{card.name}@{card.sha256} on {tuned_from}"


def _upper(
    model: BertForSequenceClassification, layers: int
) -> Callable[[torch.Tensor, torch.Tensor], torch.Tensor]:
    import torch

    def run(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        unread = (mask == 0)[:, None, None, :] * torch.finfo(states.dtype).min
        for layer in model.bert.encoder.layer[layers:]:
            states = layer(states, unread)
        pooled = model.bert.get_submodule("pooler")(states)
        return model.classifier(pooled).float()

    return run
