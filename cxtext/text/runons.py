"""Text that runs on without an end: cut at its best comma, connective or space."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from cxtext.text.scripts import UNIT, UNIT_SIZE
from cxtext.text.turns import joins

_COMMA = re.compile(r"[,，、;；:：]\s*")
_SPACE = re.compile(r"\s+")


def divide(
    text: str, start: int, end: int, lang: str, smallest: float, largest: float
) -> Iterator[tuple[int, int]]:
    """Spans of at most ``largest`` tokens that cover ``start`` to ``end``; none under ``smallest``.

    Each part ends at the last comma of its second half, else before the last joining word there, else at the
    last space, else in mid-word (text without any is not language).

    >>> list(divide("甲乙丙，丁戊己庚辛", 0, 9, "zh", 2, 6))
    [(0, 4), (4, 9)]
    """
    units = list(UNIT.finditer(text, start, end))
    starts = [unit.start() for unit in units]
    sizes = list(accumulate((UNIT_SIZE[str(unit.lastgroup)] for unit in units), initial=0.0))
    at, done = start, 0.0
    while sizes[-1] - done > largest:
        most = min(done + largest, sizes[-1] - smallest)
        least = done + max(smallest, (most - done) / 2)
        last = bisect_right(sizes, most + 1e-9) - 1  # units that the part can hold, counted from the first
        first = bisect_left(sizes, least - 1e-9)
        cut = _best(text, starts[first - 1], starts[last], lang) or starts[last]
        yield at, cut
        at, done = cut, sizes[bisect_left(starts, cut)]
    yield at, end


def _best(text: str, low: int, high: int, lang: str) -> int | None:
    commas = [match.end() for match in _COMMA.finditer(text, low, high)]
    if commas:
        return commas[-1]
    pattern = joins(lang)
    words = [match.start() for match in pattern.finditer(text, low, high)] if pattern else []
    if words:
        return words[-1]
    spaces = [match.end() for match in _SPACE.finditer(text, low, high)]
    return spaces[-1] if spaces else None
