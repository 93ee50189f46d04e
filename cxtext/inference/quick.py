"""The project's own classifier in int8 without transformers, for a job that is to begin soon.

Importing transformers and building its modules take longer than computing a thousand texts. Once the quality
gate has passed int8 on a machine nothing of that is needed: the layers that int8.py runs are made from the
files themselves, and of the embedding table, which is four fifths of the weights, only the rows of tokens
that occur are read. The logits are the same to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxtext.inference.cards import checked_path, read_card
from cxtext.inference.classifier import SequenceClassifier
from cxtext.inference.e5_file import E5File, read_e5_file, tensor, tensor_names, tensor_rows, unigram
from cxtext.inference.encoder import pooled_identity
from cxtext.inference.int8 import BERT_PARTS, Layer, identity_in, int8_layer, run_layers
from cxtext.inference.ordered import order_weights
from cxtext.inference.pieces import pieces
from cxtext.inference.quality_gate import Verdict, remembered
from cxtext.inference.reading import Windows, windowed
from cxtext.inference.tokens import make_tokens
from cxtext.inference.transformer import Transformer, identity_of, pick_device
from cxtext.inference.tuned import tuned_above, tuned_identity

if TYPE_CHECKING:
    import torch
    from torch import nn


class Said(NamedTuple):
    """What a model answers."""

    logits: torch.Tensor


@dataclass(frozen=True)
class QuickModel:
    """BERT with a pooler and a head, its layers in int8, words read from the encoder's file."""

    file: E5File
    type_and_norm: tuple[torch.Tensor, torch.Tensor, torch.Tensor]  # of the embeddings
    positions: torch.Tensor
    layers: tuple[Layer, ...]
    head: nn.Module
    device: torch.device

    def __call__(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Said:
        """Logits (n, labels) of token ids and their mask, both (n, longest)."""
        import torch

        n, longest = input_ids.shape
        wide = self.file.hidden
        words = tensor_rows(self.file, "emb.word", input_ids.numpy().reshape(-1), wide)
        kind, weight, shift = self.type_and_norm
        states = torch.from_numpy(words).view(n, longest, wide) + kind + self.positions[:longest]
        states = torch.nn.functional.layer_norm(states, (wide,), weight, shift, self.file.eps)
        states = run_layers(self.layers, self.file.heads, states, attention_mask)
        return Said(self.head(states[:, 0]))


class _Part(NamedTuple):
    """A matrix or a norm, as int8_layer asks for one."""

    weight: torch.Tensor
    bias: torch.Tensor
    eps: float


def quick_classifier(
    model: str, device: str, windows: Windows, folder: Path
) -> tuple[SequenceClassifier, Verdict] | None:
    """The classifier that ``fastest`` of precision.py would give, and the verdict in ``folder`` on it.

    None where there is none, it was not passed, a GPU would work, or the model is made in another way.
    Raises ModelError where a file of it is missing or not the one that its card describes.
    """
    card = read_card(model, "sentiment")
    below = read_card(card.encoder or "default", "embedding") if card.kind == "tuned" else card
    if card.kind != "tuned" or below.kind != "package" or pick_device(device).type != "cpu":
        return None
    upper = checked_path(card)
    tuned_from, _ = tuned_above(upper)
    if tuned_from != pooled_identity(identity_of(below, below.sha256), below.pooling or "mean"):
        return None  # load_tuned says what is wrong
    file = read_e5_file(checked_path(below))
    tokenizer = pieces(unigram(file), file.special)
    file = file._replace(pieces=[])  # a quarter of a million objects that nothing asks for any more
    tokens = make_tokens(tokenizer, below.prefix, below.max_tokens or file.positions, file.normalisation)
    empty = Transformer(None, tokens, upper.parent, tuned_identity(card, tuned_from))
    exact = windowed(SequenceClassifier(empty, card.labels), windows).transformer
    fast = SequenceClassifier(exact._replace(identity=identity_in(exact.identity, "int8x2")), card.labels)
    verdict = remembered(fast.identity, folder)
    if verdict is None or not verdict.passed:
        return None
    ready = fast.transformer._replace(model=_model(file, upper, len(card.labels)))
    return replace(fast, transformer=ready), verdict


def _model(file: E5File, upper: Path, labels: int) -> QuickModel:
    import torch
    from safetensors.torch import load_file
    from torch import nn

    tuned = {name.removeprefix("bert."): value.float() for name, value in load_file(upper).items()}
    names = tensor_names(file)

    def read(name: str, shape: tuple[int, ...] = (-1,)) -> torch.Tensor:
        return tuned[name] if name in tuned else torch.from_numpy(tensor(file, names[name])).view(shape)

    def part(layer: int, name: str) -> _Part:
        where = f"encoder.layer.{layer}.{name}"
        bias = read(f"{where}.bias")
        return _Part(read(f"{where}.weight", (-1,) if "Norm" in name else (len(bias), -1)), bias, file.eps)

    layers = tuple(
        int8_layer([part(layer, name) for name in BERT_PARTS], file.heads) for layer in range(file.layers)
    )
    # Not from "meta", which imports a system for symbolic mathematics.
    pooler, head = nn.Linear(file.hidden, file.hidden), nn.Linear(file.hidden, labels)
    for linear, name in ((pooler, "pooler.dense"), (head, "classifier")):
        linear.load_state_dict({key: tuned[f"{name}.{key}"] for key in ("weight", "bias")})
    embeddings = "embeddings.{}".format
    return QuickModel(
        file,
        (
            read(embeddings("token_type_embeddings.weight"), (file.types, -1))[0],
            read(embeddings("LayerNorm.weight")),
            read(embeddings("LayerNorm.bias")),
        ),
        read(embeddings("position_embeddings.weight"), (file.positions, -1)),
        layers,
        order_weights(nn.Sequential(pooler, nn.Tanh(), head)).requires_grad_(False),
        torch.device("cpu"),
    )
