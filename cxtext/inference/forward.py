"""Runs a model over texts: each text once, windows of long texts, batches by token budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cxtext.inference.batching import batches, windows
from cxtext.inference.transformer import Transformer

if TYPE_CHECKING:
    import numpy as np
    import torch

Progress = Callable[[int, int], None]  # done, total: work done, in units of texts
# Padded tokens in one batch: small enough for the CPU's cache, large enough for its matrix products.
TOKEN_BUDGET = 2048


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
    import torch

    unique = sorted(set(texts))
    tokens = transformer.tokens
    ids = tokens.ids(unique)
    parts = windows(ids, tokens.room)
    # Longest first: memory peaks at once, and batches have hardly any padding.
    parts.sort(key=lambda window: (-len(window.ids), window.ids))
    sequences = [(*tokens.before, *part.ids, *tokens.after) for part in parts]
    owners = np.array([part.text for part in parts], np.int64)
    lengths = np.array([len(sequence) for sequence in sequences], np.int64)

    sums = np.zeros((len(unique), width))
    done, work = 0, int(lengths.sum())
    with torch.inference_mode():
        for batch in batches(lengths.tolist(), TOKEN_BUDGET):
            at = slice(batch.start, batch.stop)
            rows = run(*padded(sequences[at], transformer)).cpu().numpy()
            np.add.at(sums, owners[at], rows * lengths[at, None])
            done += int(lengths[at].sum())
            if progress:
                progress(len(texts) * done // work, len(texts))
    weights = np.bincount(owners, weights=lengths, minlength=len(unique))
    place = {text: row for row, text in enumerate(unique)}
    order = np.fromiter((place[text] for text in texts), np.int64, len(texts))
    return Forward(
        (sums / weights[:, None])[order],
        np.fromiter(map(len, ids), np.int64, len(unique))[order],
        np.bincount(owners, minlength=len(unique))[order],
    )


def padded(
    sequences: Sequence[tuple[int, ...]], transformer: Transformer
) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids (n, longest) and their mask, on the model's device."""
    import torch

    longest = max(map(len, sequences))
    pad = transformer.tokens.tokenizer.pad_token_id or 0
    inputs = torch.tensor([[*ids, *[pad] * (longest - len(ids))] for ids in sequences])
    lengths = torch.tensor([len(ids) for ids in sequences])
    mask = (torch.arange(longest)[None] < lengths[:, None]).long()
    device = transformer.model.device
    return inputs.to(device), mask.to(device)
