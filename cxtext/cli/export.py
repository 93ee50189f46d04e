"""``cxtext export``: the analyst's own file, with what was found beside every row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of an earlier `cxtext run`.")],
    like: Annotated[
        Path, typer.Option("--like", metavar="ORIGINAL", help="The CSV, TSV or XLSX file that the run read.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The new file; ORIGINAL's name with .cxtext if left out."),
    ] = None,
) -> None:
    """Give the original file back with what was found appended.

    Everything else in it stays as it was: order, columns, encoding, delimiter, quotes, line ends, other
    sheets.
    """
    from cxtext.export import export_like

    typer.echo(f"File: {export_like(run, like, out)}")
