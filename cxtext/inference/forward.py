"""Runs a model over texts: each text once, windows of long texts, batches by token budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from cxtext.errors import ModelError
from cxtext.inference.batching import batches, windows
from cxtext.inference.transformer import Transformer

if TYPE_CHECKING:
    import numpy as np
    import torch

Progress = Callable[[int, int], None]  # done, total: work done, in units of texts
# Padded tokens in one batch. CPU: small enough for a core's cache, large enough for its matrix products. A
# GPU wants more work than starting its kernels costs.
TOKEN_BUDGET = {"cpu": 512, "cuda": 65_536}
_HELD = 1 << 24  # numbers that wait on the device before they are copied back in one go


class Forward(NamedTuple):
    """One row a text."""

    rows: np.ndarray  # float64 (n, width), the windows' mean weighted by tokens
    n_tokens: np.ndarray  # int (n,), the text's own tokens
    n_windows: np.ndarray  # int (n,), 1 unless the text is longer than the model


def forward(
    transformer: Transformer,
    texts: Sequence[str],
    run: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    width: int,
    progress: Progress | None = None,
) -> Forward:
    """``run(ids, mask)`` over every text; it returns (batch, width).

    A text that is longer than the model is cut into even windows, each with prefix and special tokens. Equal
    texts are computed once. Batches are formed from the set of texts alone: the order of the input does not
    matter, and the same set gives the same bytes.
    """
    import numpy as np

    def told(done: int, total: int) -> None:
        if progress:
            progress(len(texts) * done // total, len(texts))

    unique = sorted(set(texts))
    found = forward_ids(transformer, transformer.tokens.ids(unique), run, width, told)
    place = {text: row for row, text in enumerate(unique)}
    order = np.fromiter((place[text] for text in texts), np.int64, len(texts))
    return Forward(*(column[order] for column in found))


def forward_ids(
    transformer: Transformer,
    ids: Sequence[Sequence[int]],
    run: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    width: int,
    progress: Progress | None = None,
) -> Forward:
    """The same from each text's own token ids. Where a GPU's memory is too small, its batches are halved."""
    import numpy as np

    tokens = transformer.tokens
    parts = windows(ids, tokens.room)
    # Longest first: memory peaks at once, and batches have hardly any padding.
    parts.sort(key=lambda window: (-len(window.ids), window.ids))
    owners = np.array([part.text for part in parts], np.int64)
    outer = len(tokens.before) + len(tokens.after)
    lengths = np.array([len(part.ids) + outer for part in parts], np.int64)
    flat = np.fromiter(
        chain.from_iterable(chain(tokens.before, part.ids, tokens.after) for part in parts),
        np.int64,
        lengths.sum(),
    )

    def told(done: int) -> None:
        if progress:
            progress(len(ids) * done // len(flat), len(ids))

    on = _on_cores if transformer.model.device.type == "cpu" else _on_gpu
    rows = on(transformer, flat, lengths, run, width, told)
    sums = np.zeros((len(ids), width))
    np.add.at(sums, owners, rows * lengths[:, None])
    weights = np.bincount(owners, weights=lengths, minlength=len(ids))
    return Forward(
        sums / weights[:, None],
        np.fromiter(map(len, ids), np.int64, len(ids)),
        np.bincount(owners, minlength=len(ids)),
    )


def _on_cores(
    transformer: Transformer,
    flat: np.ndarray,
    lengths: np.ndarray,
    run: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    width: int,
    told: Callable[[int], None],
) -> np.ndarray:
    """float32 (sequences, width) of sequences that lie one behind the other, longest first.

    Each core works on batches of its own. Sharing every operation of a batch among cores makes them wait for
    the slowest some two hundred times a batch, which costs most where other work has a core as well.
    """
    import numpy as np
    import torch

    ends = np.concatenate([[0], lengths.cumsum()])
    rows = np.empty((len(lengths), width), np.float32)
    cores = torch.get_num_threads()
    # A core without a batch would be idle.
    budget = min(TOKEN_BUDGET["cpu"], -(-int(ends[-1]) // cores))

    def one(batch: range) -> None:
        here = slice(batch.start, batch.stop)
        with torch.inference_mode():
            found = run(*padded(flat[ends[here.start] : ends[here.stop]], lengths[here], transformer))
        rows[here] = found.float().numpy()

    parts = list(batches(lengths.tolist(), budget))
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(cores) as pool:
            for batch, _ in zip(parts, pool.map(one, parts), strict=True):
                told(int(ends[batch.stop]))
    finally:
        torch.set_num_threads(cores)
    return rows


def _on_gpu(
    transformer: Transformer,
    flat: np.ndarray,
    lengths: np.ndarray,
    run: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    width: int,
    told: Callable[[int], None],
) -> np.ndarray:
    """The same on a GPU; where its memory is too small, batches are halved."""
    import numpy as np
    import torch

    ends = np.concatenate([[0], lengths.cumsum()])
    rows = np.empty((len(lengths), width), np.float32)
    budget = TOKEN_BUDGET[transformer.model.device.type]
    start = 0
    with torch.inference_mode():
        while start < len(lengths):
            held: list[torch.Tensor] = []
            at = start
            try:
                for batch in batches(lengths[start:].tolist(), budget):
                    here = slice(start + batch.start, start + batch.stop)
                    piece = flat[ends[here.start] : ends[here.stop]]
                    held.append(run(*padded(piece, lengths[here], transformer)))
                    at = here.stop
                    told(int(ends[at]))
                    if (at - start) * width > _HELD:
                        break
            except torch.OutOfMemoryError as error:
                if budget <= lengths[at]:
                    raise ModelError(
                        "The GPU's memory is too small for this model.", found=str(error).split(".")[0],
                        do="Give --device cpu, or --max-tokens with a smaller number.",
                    ) from error  # fmt: skip
                budget //= 2
                torch.cuda.empty_cache()
            if held:
                rows[start:at] = torch.cat(held).float().cpu().numpy()
            start = at
    return rows


def padded(
    flat: np.ndarray, lengths: np.ndarray, transformer: Transformer
) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids (n, longest) and their mask, on the model's device, of sequences one behind the other."""
    import numpy as np
    import torch

    device = transformer.model.device
    step = 8 if device.type == "cuda" else 1  # few shapes, and whole tiles of its matrix units
    longest = -(-int(lengths.max()) // step) * step
    mask = np.arange(longest)[None] < lengths[:, None]
    inputs = np.full(mask.shape, transformer.tokens.tokenizer.pad_token_id or 0, np.int64)
    inputs[mask] = flat
    sent = [torch.from_numpy(array) for array in (inputs, mask.astype(np.int64))]
    if device.type == "cuda":
        sent = [tensor.pin_memory().to(device, non_blocking=True) for tensor in sent]
    return sent[0], sent[1]
