"""Which token sequences run together: windows of long texts, batches of equal cost. No model here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cxtext.inference.tokens import Tokens


class Window(NamedTuple):
    """A run of tokens that fits the model, and the text that it is part of."""

    text: int
    ids: tuple[int, ...]


def windows(tokens: Sequence[Sequence[int]], room: int) -> list[Window]:
    """Cut each text's tokens into pieces of at most ``room``, as even as possible.

    Even pieces, because a last window of three tokens would say little and still be pooled.

    >>> [w.ids for w in windows([[1, 2, 3, 4, 5, 6, 7]], room=3)]
    [(1, 2, 3), (4, 5), (6, 7)]
    >>> windows([[]], room=3)
    [Window(text=0, ids=())]
    """
    out = []
    for index, ids in enumerate(tokens):
        parts = max(1, -(-len(ids) // room))
        size, longer = divmod(len(ids), parts)
        start = 0
        for part in range(parts):
            end = start + size + (part < longer)
            out.append(Window(index, tuple(ids[start:end])))
            start = end
    return out


def long_texts(texts: Sequence[str], tokens: Tokens) -> dict[str, int]:
    """How many distinct texts are read in windows, and the tokens that a window holds; none is cut short."""
    # A token is hardly ever less than a character, so shorter texts need no look.
    candidates = sorted({text for text in texts if len(text) > tokens.room // 4})
    windowed = sum(len(ids) > tokens.room for ids in tokens.ids(candidates))
    return {"windowed": windowed, "truncated": 0, "room": tokens.room}


def batches(lengths: Sequence[int], budget: int) -> Iterator[range]:
    """Consecutive ranges of sequences, longest first, whose padded size stays within ``budget`` tokens.

    ``lengths`` must not increase. A sequence longer than the budget runs alone.

    >>> list(batches([5, 4, 4, 1], budget=10))
    [range(0, 2), range(2, 4)]
    """
    start = 0
    while start < len(lengths):
        size = max(1, budget // max(1, lengths[start]))
        end = min(start + size, len(lengths))
        yield range(start, end)
        start = end
