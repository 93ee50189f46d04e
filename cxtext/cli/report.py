"""``cxtext report``: draw the report of a run again, in another language if asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of an earlier `cxtext run`.")],
    report_lang: Annotated[
        Literal["en", "ko", "zh-Hant"] | None,
        typer.Option("--report-lang", metavar="LANG", help="en, ko or zh-Hant; the run's own if left out."),
    ] = None,
) -> None:
    """Draw report.html and report.xlsx again from a run's tables."""
    from cxtext.runs import redraw

    paths = redraw(run, report_lang)
    typer.echo(f"Report: {paths['report']}")
