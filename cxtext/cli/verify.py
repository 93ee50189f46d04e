"""``cxtext verify``: run a run's config again and compare."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.errors import RunError


def verify(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of an earlier `cxtext run`.")],
) -> None:
    """Run again what made a run, and compare every table.

    Exit code 2 where something differs.
    """
    from cxtext.cli.show import progress_bar
    from cxtext.runs import verify as verify_run

    with progress_bar({}) as progress:
        differences = verify_run(run, progress=progress)
    if differences:
        raise RunError("The run could not be reproduced.", where=run, found="; ".join(differences))
    typer.echo("Reproduced: every table is equal.")
