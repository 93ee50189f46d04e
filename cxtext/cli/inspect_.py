"""``cxtext inspect``: say what a run would do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cxtext.cli.flags import COLUMN_FLAGS, FLAGS, READING, config_of, flags

FLAGS["write_config"] = (
    Annotated[
        Path | None,
        typer.Option("--write-config", help="Where the config goes.", rich_help_panel="Output"),
    ],
    None,
)


@flags("inputs", *COLUMN_FLAGS, *READING, "write_config")
def inspect_files(**given: Any) -> None:
    """Say what `cxtext run` would read from the files, and write the config that says so."""
    target = given.pop("write_config") or Path("cxtext.toml")
    from cxtext.load import inspect

    plan = inspect(config_of(given))
    typer.echo(str(plan))
    if target.exists():
        typer.echo(f"{target} exists and was left alone; give --write-config FILE.")
    else:
        target.write_text(plan.to_config_toml(), encoding="utf-8")
        typer.echo(f"Config: {target}. Run it: cxtext run --config {target} --out results")
