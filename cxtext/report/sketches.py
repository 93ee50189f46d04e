"""Positions for the small drawings that the templates make themselves: intervals and trends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def at(value: float, domain: tuple[float, float], size: float) -> float:
    """Where a value lies on a line of ``size`` pixels, kept inside it.

    >>> at(0, (-100, 100), 200)
    100.0
    """
    low, high = domain
    share = (value - low) / (high - low) if high > low else 0.5
    return round(min(1.0, max(0.0, share)) * size, 1)


def score_domain(metric: dict[str, Any]) -> tuple[float, float]:
    """The whole scale on which a headline score can lie."""
    main = metric["main"]
    if main["unit"] == "points":
        return (-100.0, 100.0)
    if main["unit"] == "percent":
        return (0.0, 100.0)
    scale = metric["scale"]
    return (scale["min"], scale["max"]) if scale else shared_domain([main])


def shared_domain(rows: Iterable[dict[str, Any]], zero: bool = False) -> tuple[float, float]:
    """One domain for all rows with ``value``, ``low``, ``high``, with a little room at both ends."""
    ends = [v for row in rows for v in (row["value"], row["low"], row["high"]) if v is not None]
    if not ends:
        return (0.0, 1.0)
    low, high = min([*ends, 0.0] if zero else ends), max([*ends, 0.0] if zero else ends)
    room = (high - low or 1.0) * 0.06
    return (low - room, high + room)


def trend_shape(points: list[dict[str, Any]], width: float = 240, height: float = 56) -> dict[str, Any]:
    """Polyline, band of the intervals and dots (grey: low base) of a trend; the axis is 0 to ``top``."""
    top = max(max(p["high"] for p in points), 1.0)
    step = width / (len(points) - 1)
    xs = [round(i * step, 1) for i in range(len(points))]
    y = {
        key: [round(height - at(p[key], (0.0, top), height), 1) for p in points]
        for key in ("value", "low", "high")
    }
    pairs = list(zip(xs, y["value"], strict=True))
    band = [*zip(xs, y["high"], strict=True), *reversed(list(zip(xs, y["low"], strict=True)))]
    return {
        "line": " ".join(f"{a},{b}" for a, b in pairs),
        "band": " ".join(f"{a},{b}" for a, b in band),
        "dots": [(*pair, p["quiet"]) for pair, p in zip(pairs, points, strict=True)],
        "top": top, "width": width, "height": height,
    }  # fmt: skip
