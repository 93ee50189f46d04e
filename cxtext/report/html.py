"""report.html: one file that opens anywhere, with no script and nothing to fetch."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any

from cxtext.report.charts import driver_chart, shown_rows, strongest_first
from cxtext.report.priority import priority_chart
from cxtext.report.size_chart import size_chart
from cxtext.report.sketches import at, score_domain, shared_domain, trend_shape
from cxtext.report.words import load_words

CARDS = 25  # topics shown unfolded


def write_html(path: Path, findings: dict[str, Any]) -> Path:
    """Draw the findings into one self-contained file, in the findings' language.

    The page asks for nothing: its policy forbids every request, styles are inside, charts are inline SVG.
    Every customer's text stands in an element of class ``verbatim`` with its own ``lang``.
    """
    path.write_text(render(findings), encoding="utf-8")
    return path


def render(findings: dict[str, Any]) -> str:
    """The page as text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    words = load_words(findings["lang"])
    env = Environment(
        loader=PackageLoader("cxtext.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.globals.update(
        w=words,
        at=at,
        shared_domain=shared_domain,
        score_domain=score_domain,
        trend_shape=trend_shape,
        cards=CARDS,
    )
    env.filters["emphasise"] = _emphasise
    env.filters["together"] = _together
    env.filters["short_hashes"] = lambda text: re.sub(r"\b([0-9a-f]{12})[0-9a-f]{20,}\b", r"\1…", text)
    env.filters["verbatim_lang"] = lambda lang: None if lang in (None, "und") else lang
    charts = {
        metric["metric"]: {
            "drivers": Markup(driver_chart(metric, words)),
            "priority": Markup(priority_chart(metric, words)),
            "drawn": len(shown_rows(metric)),
            "left_out": len(strongest_first(metric)) - len(shown_rows(metric)),
        }
        for metric in findings["drivers"]
        if any(row["effect"]["value"] is not None for row in metric["rows"])
    }
    style = Markup(resources.files("cxtext.report").joinpath("style.css").read_text(encoding="utf-8"))
    sizes = findings["topic_trust"]["sizes"]
    curve = Markup(size_chart(sizes, words)) if len(sizes) > 1 else None
    return env.get_template("page.html.j2").render(f=findings, charts=charts, curve=curve, style=style)


def _emphasise(text: str, part: str) -> Any:
    """The text with the first occurrence of a name in bold."""
    from markupsafe import Markup, escape

    return Markup(escape(_together(text)).replace(escape(part), Markup("<b>{}</b>").format(part), 1))


def _together(text: str) -> str:
    """``n = 12`` and ``q < 0.001`` kept on one line.

    >>> _together("n = 12").split(" ")
    ['n\\xa0=\\xa012']
    """
    return re.sub(r"\b([nq]) ([=<]) (?=\d)", "\\1\u00a0\\2\u00a0", text)
