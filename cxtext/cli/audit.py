"""``cxtext audit``: a sheet for people to label, and what their labels say of the model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Let people check the labels, and read back how right they are.", no_args_is_help=True)


@app.command()
def sample(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of an earlier `cxtext run`.")],
    out: Annotated[Path, typer.Option("--out", metavar="SHEET", help="An .xlsx or .csv file to write.")],
    n: Annotated[int, typer.Option("--n", min=1, help="Mentions to label.")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same sheet.")] = 0,
) -> None:
    """Write a sheet of mentions for people to label.

    Drawn from every language, topic and label, more where the model wavered; personal data is masked.
    """
    from cxtext.audit import write_sheet
    from cxtext.runs import audit_sample

    sheet = audit_sample(run, n, seed)
    write_sheet(out, sheet)
    typer.echo(f"Sheet: {out}, {len(sheet):,} mentions to label")


@app.command()
def score(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="The sheet as people filled it in.")],
    run: Annotated[
        Path | None,
        typer.Option("--run", metavar="RUN", help="Judge this run's labels instead."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Precision, recall and weighted kappa (quadratic) of the labels, each with its 95 % interval."""
    from cxtext.runs import audit_score

    found = audit_score(sheet, run)
    if as_json:
        typer.echo(found.to_json(orient="records", force_ascii=False, indent=2))
        return
    for (by, group), rows in found.groupby(["by", "group"], sort=False):
        title = "All mentions" if by == "all" else f"{str(by).capitalize()}: {group or '(none)'}"
        if by != "all" and rows["value"].isna().all():
            typer.echo(f"{title}: not enough labels, n = {rows['n'].max():,}")
            continue
        typer.echo(title)
        for row in rows.to_dict("records"):
            name = f"{row['statistic'].replace('_', ' ')} {row['label']}".strip()
            typer.echo(f"  {name:<20} {row['text']}, n = {row['n']:,}")
