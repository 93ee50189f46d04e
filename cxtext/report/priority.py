"""The priority chart: how many people mention a topic against how much of the score goes with it."""

from __future__ import annotations

from typing import Any, Literal

from cxtext.report.charts import COLOURS, INK, QUIET, impact_name, strongest_first, to_svg, value_axis
from cxtext.report.labels import Box, place_labels
from cxtext.report.words import Words

SHAPES = {"worse": "triangle-down", "better": "triangle-up"}  # circles otherwise
LABELS = 14
PLOT = (600, 360)  # the chart's plot, in pixels


def priority_chart(metric: dict[str, Any], words: Words) -> str:
    """Share of commenters (x) against impact (y), error bars both ways, labels kept apart."""
    import altair as alt

    rows = strongest_first(metric)
    x_range, y_range = _priority_ranges(rows)
    points = [_pixel(row["prevalence"]["value"], row["effect"]["value"], x_range, y_range) for row in rows]
    lines = [
        line for row, at in zip(rows, points, strict=True) for line in _error_boxes(row, at, x_range, y_range)
    ]
    zero = _pixel(0, 0, x_range, y_range)[1]
    named = [row["label"] for row in rows if row["side"] != "few"][:LABELS]
    placed = place_labels(named, points, lines, PLOT, [Box(0, zero - 1, PLOT[0], zero + 1)])
    values, labels = [], []
    for i, row in enumerate(rows):
        values.append(
            {"x": row["prevalence"]["value"], "y": row["effect"]["value"],
             "x_low": row["prevalence"]["low"], "x_high": row["prevalence"]["high"],
             "y_low": row["effect"]["low"], "y_high": row["effect"]["high"], "colour": COLOURS[row["side"]],
             "shape": SHAPES.get(row["side"], "circle")}
        )  # fmt: skip
        spot = placed[i] if i < len(placed) else None
        if spot:
            align, edge = _anchor(spot, points[i][0])
            labels.append(
                {
                    "align": align,
                    "x": _unpixel(edge, PLOT[0], x_range),
                    "y": _unpixel(PLOT[1] - spot.middle, PLOT[1], y_range),
                    "text": row["label"],
                    "ink": INK.get(row["side"], QUIET),
                }
            )
    impact, unit = impact_name(metric, words), words(f"unit_name.{metric['unit']}")
    title = words("priority.y", impact=impact, metric=metric["label"], unit=unit)
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=x_range, nice=False, zero=False),
        axis=value_axis(words("priority.x"), 8),
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=y_range, nice=False, zero=False), axis=value_axis(title, 8))
    base = alt.Chart(alt.Data(values=values)).encode(color=alt.Color("colour:N", scale=None))
    chart = alt.layer(
        alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color="#374151").encode(y="zero:Q"),
        base.mark_rule(opacity=0.55).encode(x=alt.X("x_low:Q"), x2="x_high:Q", y=y),
        base.mark_rule(opacity=0.55).encode(x=x, y="y_low:Q", y2="y_high:Q"),
        base.mark_point(filled=True, size=75, opacity=1, stroke="white", strokeWidth=0.8).encode(
            x=x, y=y, shape=alt.Shape("shape:N", scale=None)
        ),
        *(
            alt.Chart(alt.Data(values=[label for label in labels if label["align"] == align]))
            .mark_text(align=align, fontSize=11.5)
            .encode(x=x, y=y, text="text:N", color=alt.Color("ink:N", scale=None))
            for align in ("left", "center", "right")
        ),
    ).properties(width=PLOT[0], height=PLOT[1])  # fmt: skip
    labelled = words.listed([label["text"] for label in labels])
    told = words(
        "priority.chart", metric=metric["label"], impact=impact, n=len(rows), labelled=labelled
    )  # fmt: skip
    return to_svg(chart, told)


def _anchor(box: Box, point: float) -> tuple[Literal["left", "center", "right"], float]:
    """Which end of a label holds on to its point: the real text may be narrower than the box kept for it."""
    if box.right <= point:
        return "right", box.right
    return ("left", box.left) if box.left >= point else ("center", (box.left + box.right) / 2)


def _priority_ranges(rows: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    highs = [row["prevalence"]["high"] for row in rows]
    ends = [
        v
        for row in rows
        for v in (row["effect"]["low"], row["effect"]["high"], row["effect"]["value"])
        if v is not None
    ]
    bottom, top = min([0.0, *ends]), max([0.0, *ends])
    room = (top - bottom or 1.0) * 0.09
    return [0.0, min(100.0, max(highs) * 1.12)], [bottom - room, top + room]


def _pixel(x: float, y: float, x_range: list[float], y_range: list[float]) -> tuple[float, float]:
    return (
        (x - x_range[0]) / (x_range[1] - x_range[0]) * PLOT[0],
        PLOT[1] - (y - y_range[0]) / (y_range[1] - y_range[0]) * PLOT[1],
    )


def _unpixel(at: float, size: float, span: list[float]) -> float:
    return span[0] + at / size * (span[1] - span[0])


def _error_boxes(
    row: dict[str, Any], at: tuple[float, float], x_range: list[float], y_range: list[float]
) -> list[Box]:
    left, right = (_pixel(row["prevalence"][k], 0, x_range, y_range)[0] for k in ("low", "high"))
    boxes = [Box(left, at[1] - 1, right, at[1] + 1)]
    if row["effect"]["low"] is not None:
        top, bottom = (_pixel(0, row["effect"][k], x_range, y_range)[1] for k in ("high", "low"))
        boxes.append(Box(at[0] - 1, top, at[0] + 1, bottom))
    return boxes
