"""Positions for the small drawings that the templates make themselves: intervals and trends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

ALONE = 2.0  # half the width of the band of a period without neighbours, in pixels


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


def elapsed(names: list[str]) -> list[int]:
    """How many periods (months, quarters or years) after the first each named period lies.

    >>> elapsed(["2014", "2015", "2024"]), elapsed(["2025-11", "2026-02"]), elapsed(["2025-Q4", "2026-Q1"])
    ([0, 1, 10], [0, 3], [0, 1])
    """
    import pandas as pd

    numbers = [pd.Period(name).ordinal for name in names]
    return [number - numbers[0] for number in numbers]


def trend_shape(points: list[dict[str, Any]], width: float = 240, height: float = 56) -> dict[str, Any]:
    """Lines, bands of the intervals and dots (grey: low base) of a trend; the axis is 0 to ``top``.

    x is calendar time. Where periods between two points are missing, nothing is drawn between them.
    """
    top = max(max(p["high"] for p in points), 1.0)
    when = elapsed([p["period"] for p in points])
    xs = [at(number, (when[0], when[-1]), width) for number in when]
    y = {
        key: [round(height - at(p[key], (0.0, top), height), 1) for p in points]
        for key in ("value", "low", "high")
    }
    pairs = list(zip(xs, y["value"], strict=True))
    runs = _unbroken(when)
    return {
        "lines": [_path(pairs[run]) for run in runs if run.stop - run.start > 1],
        "bands": [_band(xs[run], y["low"][run], y["high"][run]) for run in runs],
        "dots": [(*pair, p["quiet"]) for pair, p in zip(pairs, points, strict=True)],
        "top": top, "width": width, "height": height,
    }  # fmt: skip


def _unbroken(when: list[int]) -> list[slice]:
    """The stretches in which each period follows on the one before."""
    starts = [i for i in range(len(when)) if i == 0 or when[i] - when[i - 1] > 1]
    return [slice(a, b) for a, b in zip(starts, [*starts[1:], len(when)], strict=True)]


def _band(xs: list[float], lows: list[float], highs: list[float]) -> str:
    if len(xs) == 1:  # between gaps: a band without width would not be seen
        xs, lows, highs = [xs[0] - ALONE, xs[0] + ALONE], lows * 2, highs * 2
    there, back = zip(xs, highs, strict=True), zip(xs, lows, strict=True)
    return _path([*there, *reversed(list(back))])


def _path(pairs: list[tuple[float, float]]) -> str:
    return " ".join(f"{a},{b}" for a, b in pairs)
