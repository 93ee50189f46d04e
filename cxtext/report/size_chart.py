"""The curve over numbers of topics: how well two halves agree, and how much the groups cover."""

from __future__ import annotations

from typing import Any

from cxtext.report.charts import QUIET, to_svg, value_axis
from cxtext.report.words import Words

INK, ACCENT = "#1f2937", "#c2410c"


def size_chart(sizes: list[dict[str, Any]], words: Words) -> str:
    """Agreement with a standard error on either side, coverage as a thin line, the chosen number ringed."""
    import altair as alt

    rows = [
        size | {
            "low": size["agreement"] - size["error"], "high": size["agreement"] + size["error"],
            "label": words("trust.chosen") if size["chosen"] else "",
        }
        for size in sizes
    ]  # fmt: skip
    x = alt.X("groups:O", sort=None, axis=alt.Axis(
        title=words("trust.axis"), labelAngle=0, ticks=False, domain=False, labelColor=QUIET,
        titleColor=QUIET, titleFontWeight="normal",
    ))  # fmt: skip
    y = alt.Y("agreement:Q", axis=value_axis("", 5), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(alt.Data(values=rows)).encode(x=x)
    last = alt.Chart(alt.Data(values=rows[-1:])).encode(x=x)
    chart = alt.layer(
        base.mark_line(color=QUIET, strokeDash=[4, 3], strokeWidth=1.4).encode(y="coverage:Q"),
        base.mark_rule(color=INK, strokeWidth=1.2).encode(y="low:Q", y2="high:Q"),
        base.mark_line(color=INK, strokeWidth=1.6).encode(y=y),
        base.mark_point(color=INK, filled=True, size=34, opacity=1).encode(y=y),
        base.transform_filter("datum.chosen")
        .mark_point(color=ACCENT, size=150, strokeWidth=2, opacity=1)
        .encode(y=y),
        base.mark_text(color="#9a3412", dy=20, fontSize=11.5).encode(y=y, text="label:N"),
        last.mark_text(color=INK, align="left", dx=10, fontSize=11.5).encode(
            y=y, text=alt.value(words("trust.agreement"))
        ),
        last.mark_text(color=QUIET, align="left", dx=10, fontSize=11.5).encode(
            y="coverage:Q", text=alt.value(words("trust.near"))
        ),
    ).properties(width=330, height=160)
    points = [words("trust.point", groups=s["groups"], agreement=words.number(s["agreement"], 2))
              for s in sizes]  # fmt: skip
    chosen = next((s["groups"] for s in sizes if s["chosen"]), "–")
    return to_svg(chart, words("trust.curve", points=words.listed(points), groups=chosen))
