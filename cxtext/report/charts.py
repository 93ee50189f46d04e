"""Charts as SVG text, drawn without a browser: driver bars and the priority chart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cxtext.report.labels import Box, place_labels
from cxtext.report.words import Words

if TYPE_CHECKING:
    import altair as alt

FONT = "Arial, Liberation Sans, Noto Sans CJK KR, sans-serif"  # for measuring; the page shows its own
COLOURS = {
    "worse": "#c2410c",
    "better": "#1d4ed8",
    "unclear": "#9ca3af",
    "few": "#c3c8d0",
    "untested": "#c3c8d0",
}
INK = {"worse": "#9a3412", "better": "#1e40af"}
QUIET = "#5b6470"
SHAPES = {
    "worse": "triangle-down",
    "better": "triangle-up",
    "unclear": "circle",
    "few": "circle",
    "untested": "circle",
}
BARS = 14
LABELS = 14
PLOT = (600, 360)  # the priority chart's plot, in pixels


def shown_rows(metric: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that the bar chart shows: the decided ones, filled up with the largest undecided ones."""
    rows = [row for row in metric["rows"] if row["effect"]["value"] is not None][:BARS]
    sign = 1 if metric["higher_is_better"] else -1
    return sorted(rows, key=lambda row: sign * row["effect"]["value"])


def driver_chart(metric: dict[str, Any], words: Words) -> str:
    """Bars of the adjusted impact with error bars, the worst on top; the verdict in words at the right."""
    import altair as alt

    rows = shown_rows(metric)
    data = alt.Data(
        values=[
            {
                "key": i,
                "label": row["label"],
                "value": row["effect"]["value"],
                "low": row["effect"]["low"],
                "high": row["effect"]["high"],
                "colour": COLOURS[row["side"]],
                "ink": INK.get(row["side"], QUIET),
                "number": words.number(row["effect"]["value"], _digits(metric), signed=True),
                "verdict": row["verdict_text"],
            }
            for i, row in enumerate(rows)
        ]
    )
    key = "drivers.axis" if metric["higher_is_better"] else "drivers.axis_low_good"
    title = words(key, metric=metric["label"], unit=words(f"unit_name.{metric['unit']}"))
    names = json.dumps([row["label"] for row in rows], ensure_ascii=False)
    y = alt.Y(
        "key:O",
        sort=None,
        axis=alt.Axis(
            title=None,
            labelExpr=f"{names}[datum.value]",
            labelLimit=230,
            labelColor="#1f2937",
            ticks=False,
            domain=False,
            labelPadding=8,
        ),
    )
    x = alt.X("value:Q", axis=_value_axis(alt, title, 6), scale=alt.Scale(nice=True))
    base, ink = alt.Chart(data).encode(y=y), alt.Color("ink:N", scale=None)
    chart = alt.layer(
        base.mark_bar(height=13).encode(x=x, color=alt.Color("colour:N", scale=None)),
        base.mark_rule(color="#1f2937", strokeWidth=1.2).encode(x="low:Q", x2="high:Q"),
        base.mark_tick(color="#1f2937", size=7, thickness=1.2).encode(x="low:Q"),
        base.mark_tick(color="#1f2937", size=7, thickness=1.2).encode(x="high:Q"),
        alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color="#374151").encode(x="zero:Q"),
        base.mark_text(align="right", fontSize=11.5).encode(x=alt.value(390), text="number:N", color=ink),
        base.mark_text(align="left", fontSize=11.5).encode(x=alt.value(400), text="verdict:N", color=ink),
    ).properties(width=340, height=max(2, len(rows)) * 25)  # fmt: skip
    strongest = words.listed([f"{row['label']} {row['effect']['text']}" for row in metric["rows"][:3]])
    label = words("drivers.chart", outcome=metric["title"], n=len(rows), strongest=strongest)
    return to_svg(chart, label)


def priority_chart(metric: dict[str, Any], words: Words) -> str:
    """Share of commenters (x) against adjusted impact (y), error bars both ways, labels kept apart."""
    import altair as alt

    rows = [row for row in metric["rows"] if row["effect"]["value"] is not None]
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
             "shape": SHAPES[row["side"]]}
        )  # fmt: skip
        spot = placed[i] if i < len(placed) else None
        if spot:
            labels.append(
                {
                    "x": _unpixel(spot.left, PLOT[0], x_range),
                    "y": _unpixel(PLOT[1] - spot.middle, PLOT[1], y_range),
                    "text": row["label"],
                    "ink": INK.get(row["side"], QUIET),
                }
            )
    title = words("priority.y", metric=metric["label"], unit=words(f"unit_name.{metric['unit']}"))
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=x_range, nice=False, zero=False),
        axis=_value_axis(alt, words("priority.x"), 8),
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=y_range, nice=False, zero=False), axis=_value_axis(alt, title, 8))
    base = alt.Chart(alt.Data(values=values)).encode(color=alt.Color("colour:N", scale=None))
    chart = alt.layer(
        alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color="#374151").encode(y="zero:Q"),
        base.mark_rule(opacity=0.55).encode(x=alt.X("x_low:Q"), x2="x_high:Q", y=y),
        base.mark_rule(opacity=0.55).encode(x=x, y="y_low:Q", y2="y_high:Q"),
        base.mark_point(filled=True, size=75, opacity=1, stroke="white", strokeWidth=0.8).encode(
            x=x, y=y, shape=alt.Shape("shape:N", scale=None)
        ),
        alt.Chart(alt.Data(values=labels)).mark_text(align="left", fontSize=11.5).encode(
            x=x, y=y, text="text:N", color=alt.Color("ink:N", scale=None)
        ),
    ).properties(width=PLOT[0], height=PLOT[1])  # fmt: skip
    labelled = words.listed([label["text"] for label in labels])
    return to_svg(chart, words("priority.chart", metric=metric["label"], n=len(rows), labelled=labelled))


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


def _digits(metric: dict[str, Any]) -> int:
    return 2 if metric["unit"] == "scale_points" else 1


def _value_axis(alt: Any, title: str, ticks: int) -> alt.Axis:
    return alt.Axis(
        title=title,
        tickCount=ticks,
        labelExpr=f"replace(datum.label, '-', '{chr(0x2212)}')",
        gridColor="#e8eaee",
        domain=False,
        ticks=False,
        labelFlush=False,
        titleFontWeight="normal",
        titleColor=QUIET,
        labelColor=QUIET,
    )


def to_svg(chart: Any, label: str) -> str:
    """The chart as inline SVG that scales with the page and carries its description."""
    import vl_convert
    from markupsafe import escape

    spec = chart.to_dict(validate=False) | {
        "background": None,
        "padding": {"left": 8, "right": 24, "top": 8, "bottom": 8},
    }
    spec["config"] = {
        "font": FONT, "aria": False, "view": {"stroke": None},
        "axis": {"labelFontSize": 11.5, "titleFontSize": 12, "titlePadding": 10},
    }  # fmt: skip
    version = max(
        vl_convert.get_vegalite_versions(),
        key=lambda v: [int(part) for part in v.split(".") if part.isdigit()],
    )
    svg = vl_convert.vegalite_to_svg(spec, vl_version=version)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
