"""Labels for points, placed so that they cover neither points nor each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from cxtext.report.quotes import width

COLUMN, LINE = 6.1, 14.0  # pixels of one column and one line at the charts' label size
GAP, POINT = 7.0, 6.0
HALF = 5.75  # pixels of a column beside a bar: half a wide character
LONGEST = 40  # columns of a name with wide characters beside a bar
REACH = 12.0  # what a less natural place costs, in pixels of covered error bar


class Box(NamedTuple):
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return (self.top + self.bottom) / 2

    def overlap(self, other: Box) -> float:
        """The shared area.

        >>> Box(0, 0, 2, 2).overlap(Box(1, 1, 3, 3))
        1
        """
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0


def place_labels(
    texts: list[str],
    points: list[tuple[float, float]],
    lines: list[Box],
    size: tuple[float, float],
    keep_free: list[Box] | None = None,
) -> list[Box | None]:
    """A box for each text beside its point (``points[i]`` for ``texts[i]``), or None where none is free.

    Labels are placed in order, so the most important come first. Points, labels and ``keep_free`` are
    never covered; of the free places, right of the point first, the one that covers least of ``lines`` (error
    bars) wins. All points count, labelled or not.
    """
    blocked = [Box(x - POINT, y - POINT, x + POINT, y + POINT) for x, y in points] + (keep_free or [])
    placed: list[Box | None] = []
    for text, (x, y) in zip(texts, points, strict=False):
        wide = COLUMN * width(text)
        free = []
        for step, (dx, dy) in enumerate(
            (
                (GAP, -11),
                (GAP, 11),
                (-GAP - wide, -11),
                (-GAP - wide, 11),
                (GAP, -24),
                (GAP, 24),
                (-GAP - wide, -24),
                (-GAP - wide, 24),
                (-wide / 2, -16),
                (-wide / 2, 16),
            )
        ):
            box = Box(x + dx, y + dy - LINE / 2, x + dx + wide, y + dy + LINE / 2)
            inside = box.left >= 0 and box.top >= 0 and box.right <= size[0] + 90 and box.bottom <= size[1]
            if inside and not any(box.overlap(other) for other in blocked):
                free.append((sum(box.overlap(line) for line in lines) + REACH * step, step, box))
        best = min(free)[2] if free else None
        placed.append(best)
        if best:
            blocked.append(best)
    return placed


def fitted(text: str) -> str:
    """A name with wide characters cut to 40 columns; others are measured where the chart is drawn.

    >>> fitted("서비스"), fitted("務" * 30) == "務" * 19 + "…"
    ('서비스', True)
    """
    if not width(text) > len(text) or _most(text) <= LONGEST:
        return text
    while _most(text) > LONGEST - 2:  # the ellipsis is as wide as they are
        text = text[:-1]
    return text.rstrip() + "…"


def room(texts: Iterable[str]) -> float:
    """Pixels that the widest of the texts with wide characters can take; 0 where none has any.

    The machine that draws may lack the fonts of the machine that shows: without one for Korean or Chinese it
    measures half of what is shown, and fonts for Chinese draw a middle dot as wide as a character.
    """
    return max((HALF * _most(text) for text in texts if width(text) > len(text)), default=0.0)


def _most(text: str) -> int:
    """Columns where characters of ambiguous width are wide too."""
    return width(text) + sum(unicodedata.east_asian_width(c) == "A" for c in text)
