"""``cxtext inspect``: say what a run would do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from cxtext.cli.flags import BESIDE, COLUMN_FLAGS, MODEL, MODELS_USED, READING, TOPICS, config_of, flags
from cxtext.errors import ConfigError


@flags("inputs", "write_mapping", *COLUMN_FLAGS, *BESIDE, *READING, *TOPICS, *MODELS_USED, *MODEL,
       "report_lang", "redact_tables")  # fmt: skip
def inspect_files(**given: Any) -> None:
    """Say what `cxtext run` would read, and write its config."""
    target = given.pop("write_mapping") or Path("cxtext.toml")
    from cxtext.load import inspect

    plan = inspect(config_of(given))
    typer.echo(str(plan))
    if target.exists():
        typer.echo(f"{target} exists and was left alone; give --write-mapping FILE.")
        return
    try:
        target.write_text(plan.to_config_toml(), encoding="utf-8")
    except OSError as error:
        target.unlink(missing_ok=True)
        raise ConfigError(
            "The config cannot be written.", where=target, found=error.strerror,
            do="Give another --write-mapping FILE.",
        ) from error  # fmt: skip
    if plan.questions:
        typer.echo(f"Config: {target}. Answer its open questions there, then run it with --config {target}.")
    else:
        typer.echo(f"Config: {target}. Run it: cxtext run --config {target} --out results")
