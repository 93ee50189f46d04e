"""int8 on the CPU: the matrix products of a model's layers on whole numbers.

An input has one scale for each token, taken from that token alone, and two whole numbers for each value: the
rounded one and what rounding lost. With one, a few large values in a token leave the others too few bits;
only the product behind attention does without. A weight matrix has one scale for each output; that of the
feed-forward part's second product, where rounding changes most, has two numbers for each weight as well
(docs/performance.md says what each choice saves and costs).

Products of whole numbers add up exactly, so that a text's result does not depend on the texts that share its
batch, as it does where one scale serves a whole batch. Embedding tables and the classification head stay in
float32; norms, soft maxima and GELU are float32 between two products (int8_kernels.py).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.inference.transformer import Transformer

if TYPE_CHECKING:
    import numpy as np
    import torch

_MOST = 127.0  # int8 from -127 to 127: symmetric
_FINE = 254.0  # what rounding lost is at most a half, so this many steps for each whole one
_LEAST = 1e-12
_STEP = 64  # rows come in multiples of it, because a product of a new shape is compiled first

# Where a layer's parts are, by the name of the list's owner: query, key, value, attention's output and norm,
# the two products of the feed-forward part and its norm.
BERT_PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm",
)  # fmt: skip
_PARTS = {
    "encoder": BERT_PARTS,
    "transformer": (
        "attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin", "sa_layer_norm",
        "ffn.lin1", "ffn.lin2", "output_layer_norm",
    ),
}  # fmt: skip


class _Product(NamedTuple):
    whole: torch.Tensor  # int8 (inputs, outputs)
    scale: np.ndarray  # float32 (outputs,)
    bias: np.ndarray  # float32 (outputs,)
    numbers: int  # 1 or 2 for each value of the input
    second: torch.Tensor | None  # like whole, for what rounding it lost


class _Rows(NamedTuple):
    """A product's input: see int8_kernels.py."""

    whole: torch.Tensor  # int8 (2 rows, width)
    scales: np.ndarray  # float32 (rows,)

    @classmethod
    def empty(cls, rows: int, width: int) -> _Rows:
        import numpy as np
        import torch

        return cls(torch.zeros(2 * rows, width, dtype=torch.int8), np.ones(rows, np.float32))

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        return self.whole.numpy(), self.scales


class _Norm(NamedTuple):
    weight: np.ndarray
    shift: np.ndarray
    eps: float


class Layer(NamedTuple):
    """One layer, ready to run."""

    qkv: _Product
    out: _Product
    norm: _Norm
    inner: _Product
    outer: _Product
    last: _Norm


def has_int8(transformer: Transformer) -> bool:
    """Whether the model's layers are those of BERT, RoBERTa, XLM-R or DistilBERT, with exact GELU."""
    base = transformer.model.base_model
    name = _owner(base)
    if name is None:
        return False
    config = base.config
    act = getattr(config, "hidden_act", None) or getattr(config, "activation", None)
    try:
        for layer in getattr(base, name).layer:
            for part in _PARTS[name]:
                layer.get_submodule(part)
    except AttributeError:
        return False
    return act == "gelu" and not getattr(config, "is_decoder", False)


def in_int8(transformer: Transformer, fine: bool = True) -> Transformer:
    """A copy that computes in int8; the identity says so. Weights that stay float32 are shared with it.

    Without ``fine`` there is one whole number for each value everywhere: faster, and close enough for
    vectors, but a label that is nearly undecided may turn.
    """
    # Whatever is not replaced is shared: a second embedding table would be most of the model.
    held = {id(tensor): tensor for tensor in (*transformer.model.parameters(), *transformer.model.buffers())}
    base: Any = transformer.model.base_model
    name = _owner(base)
    assert name, "has_int8 says which models have it"
    heads = base.config.num_attention_heads
    layers = [
        int8_layer([layer.get_submodule(part) for part in _PARTS[name]], heads, fine)
        for layer in getattr(base, name).layer
    ]
    held[id(getattr(base, name))] = _encoder(layers, heads)
    model = copy.deepcopy(transformer.model, held)
    return transformer._replace(
        model=model, identity=identity_in(transformer.identity, "int8x2" if fine else "int8x1")
    )


def identity_in(identity: str, precision: str) -> str:
    """A model's identity in another precision; never the one that it has in float32.

    >>> identity_in("m@1 fp32", "int8x2"), identity_in("m@1", "int8x2")
    ('m@1 int8x2', 'm@1 int8x2')
    """
    return f"{identity.replace(' fp32', '', 1)} {precision}"


def _owner(base: Any) -> str | None:
    found = [name for name in _PARTS if hasattr(getattr(base, name, None), "layer")]
    return found[0] if found else None


def int8_layer(parts: Sequence[Any], heads: int, fine: bool = True) -> Layer:
    """A layer from its eight parts in BERT_PARTS' order; each has weight and bias, norms have eps."""
    import torch

    query, key, value, out, norm, inner, outer, last = parts
    root = (len(query.weight) // heads) ** 0.5
    weight = torch.cat([query.weight / root, key.weight, value.weight])
    bias = torch.cat([query.bias / root, key.bias, value.bias])
    numbers = 2 if fine else 1
    return Layer(
        _product(weight, bias, numbers), _product(out.weight, out.bias, numbers=1), _norm(norm),
        _product(inner.weight, inner.bias, numbers), _product(outer.weight, outer.bias, numbers, fine),
        _norm(last),
    )  # fmt: skip


def _product(weight: torch.Tensor, bias: torch.Tensor, numbers: int = 2, second: bool = False) -> _Product:
    import torch

    weight = weight.detach()
    scale = weight.abs().amax(1).clamp_min(_LEAST) / _MOST
    exact = weight / scale[:, None]
    whole = exact.round()
    lost = (_FINE * (exact - whole)).round().to(torch.int8).t().contiguous() if second else None
    whole = whole.to(torch.int8).t().contiguous()
    return _Product(whole, scale.numpy(), bias.detach().numpy(), numbers, lost)


def _norm(norm: Any) -> _Norm:
    return _Norm(norm.weight.detach().numpy(), norm.bias.detach().numpy(), float(norm.eps))


def _encoder(layers: list[Layer], heads: int) -> Any:
    """The stack of layers in place of a model's own: states of padded sequences in, states out."""
    from torch import nn
    from transformers.modeling_outputs import BaseModelOutputWithPastAndCrossAttentions as Output

    class Int8Layers(nn.Module):
        def forward(
            self, hidden_states: torch.Tensor, attention_mask: torch.Tensor | None = None, **_: Any
        ) -> Output:
            return Output(last_hidden_state=run_layers(layers, heads, hidden_states, attention_mask))

    return Int8Layers()


def run_layers(
    layers: Sequence[Layer], heads: int, given: torch.Tensor, mask: torch.Tensor | None
) -> torch.Tensor:
    """States (n, longest, width) of padded sequences in, states out; 0 where nothing is read."""
    import numpy as np
    import torch

    from cxtext.inference import int8_kernels as kernels

    n, longest, wide = given.shape
    read = _places(given, mask)
    starts = np.concatenate([[0], read.sum(1).numpy().cumsum()])
    rows = -(-int(starts[-1]) // _STEP) * _STEP
    states = torch.zeros(rows, wide)
    states[: starts[-1]] = given[read]
    x = states.numpy()
    inner = layers[0].inner.whole.shape[1]
    room = torch.empty(3 * rows * max(inner, 3 * wide), dtype=torch.int32)
    narrow, broad = _Rows.empty(rows, wide), _Rows.empty(rows, inner)
    split = [torch.zeros(n, heads, longest, wide // heads) for _ in range(3)]
    queries, keys, values = (tensor.view(n * heads, longest, -1) for tensor in split)
    scores = torch.zeros(n * heads, longest, longest)
    found = torch.empty_like(queries)

    def product(of: _Rows, by: _Product) -> tuple[np.ndarray, ...]:
        parts = by.numbers if by.second is None else 3
        sums = room[: parts * rows * len(by.bias)].view(parts * rows, -1)
        torch._int_mm(of.whole[: by.numbers * rows], by.whole, out=sums[: by.numbers * rows])
        if by.second is not None:
            torch._int_mm(of.whole[:rows], by.second, out=sums[by.numbers * rows :])
        return sums.numpy(), of.scales, by.scale, by.bias

    kernels.quantise(x, *narrow.arrays())
    for layer in layers:
        kernels.to_heads(*product(narrow, layer.qkv), starts, *(tensor.numpy() for tensor in split))
        torch.bmm(queries, keys.transpose(1, 2), out=scores)
        kernels.soft_maximum(scores.view(n, heads, longest, longest).numpy(), starts)
        torch.bmm(scores, values, out=found)
        kernels.from_heads(found.view_as(split[0]).numpy(), starts, *narrow.arrays())
        kernels.add_and_norm(*product(narrow, layer.out), x, *layer.norm, *narrow.arrays())
        kernels.gelu(*product(narrow, layer.inner), *broad.arrays())
        kernels.add_and_norm(*product(broad, layer.outer), x, *layer.last, *narrow.arrays())
    out = torch.zeros_like(given)
    out[read] = states[: starts[-1]]
    return out


def _places(given: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    """bool (n, longest): which places are read, from whatever mask transformers hands to its layers."""
    import torch

    if mask is None:
        return torch.ones(given.shape[:2], dtype=torch.bool)
    if mask.dim() == 4:
        mask = mask[:, 0, 0]
    return mask if mask.dtype == torch.bool else mask == (1 if mask.max() > 0 else 0)
