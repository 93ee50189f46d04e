"""Charts as SVG text, drawn without a browser: the driver bars and what all charts share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cxtext.report.labels import fitted, room
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
BARS = 14


def shown_rows(metric: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that the bar chart shows: the strongest decided ones, then the largest undecided ones."""
    rows = strongest_first(metric)[:BARS]
    sign = 1 if metric["higher_is_better"] else -1
    return sorted(rows, key=lambda row: sign * row["effect"]["value"])


def strongest_first(metric: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows with a figure: the decided ones of either side by size, then the others as they are ranked."""
    rows = [row for row in metric["rows"] if row["effect"]["value"] is not None]
    decided = [row for row in rows if row["side"] in INK]
    return [
        *sorted(decided, key=lambda row: -abs(row["effect"]["value"])),
        *(row for row in rows if row["side"] not in INK),
    ]


def impact_name(metric: dict[str, Any], words: Words) -> str:
    """Adjusted impact, or marginal where there was no model."""
    return words("drivers.impact" if metric["effect_kind"] == "adjusted" else "drivers.marginal")


def driver_chart(metric: dict[str, Any], words: Words) -> str:
    """Bars of the impact with error bars, the worst on top; the verdict in words at the right."""
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
    impact = impact_name(metric, words)
    title = words(key, impact=impact, metric=metric["label"], unit=words(f"unit_name.{metric['unit']}"))
    labels = [fitted(row["label"]) for row in rows]
    names = json.dumps(labels, ensure_ascii=False)
    y = alt.Y(
        "key:O",
        sort=None,
        axis=alt.Axis(
            title=None,
            labelExpr=f"{names}[datum.value]",
            labelLimit=240,
            minExtent=8 + room(labels),
            labelColor="#1f2937",
            ticks=False,
            domain=False,
            labelPadding=8,
        ),
    )
    x = alt.X("value:Q", axis=value_axis(title, 6), scale=alt.Scale(nice=True))
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
    strongest = words.listed(
        [f"{row['label']} {row['effect']['text']}" for row in strongest_first(metric)[:3]]
    )
    label = words(
        "drivers.chart", outcome=metric["title"], impact=impact, n=len(rows), strongest=strongest
    )  # fmt: skip
    return to_svg(chart, label)


def _digits(metric: dict[str, Any]) -> int:
    return 2 if metric["unit"] == "scale_points" else 1


def value_axis(title: str, ticks: int) -> alt.Axis:
    """A quiet axis with true minus signs."""
    import altair as alt

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
    import altair as alt
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
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    svg = vl_convert.vegalite_to_svg(spec, vl_version=version)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
