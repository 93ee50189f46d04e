"""``cxtext models``: what is at hand, and whether it is what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.errors import ConfigError, ModelError

app = typer.Typer(help="The models at hand, and whether they are intact.", no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """Name every shipped model with its role, licence and size."""
    from cxtext.inference import list_models

    for card in list_models():
        size = "" if card.size_mb is None else f", {card.size_mb:.1f} MB"
        typer.echo(f"{card.name}: {card.title}\n  {card.role}, {card.licence}{size}")
        if card.problem:
            typer.echo(f"  problem: {card.problem}")


@app.command()
def verify() -> None:
    """Compare the models' files with the checksums in their cards.

    Exit code 2 where one differs.
    """
    check_models()


@app.command()
def export(
    model: Annotated[
        str,
        typer.Argument(
            metavar="ROLE|CARD",
            help="sentiment or embedding: the model in use; or a name from `cxtext models list`, "
            "folder:PATH, hub:OWNER/NAME[@REVISION] or CARD.toml.",
        ),
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    offline: Annotated[bool, typer.Option("--offline", help="Never use the network.")] = False,
) -> None:
    """Write a model as a plain transformers folder: config, safetensors, tokenizer.

    Its tokenizer adds the prefix and normalises by itself: the same tokens and logits as here.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise ConfigError("The folder is not empty.", where=folder, do="Give a new DIR.")
    from cxtext.inference import export_model, load_for_export
    from cxtext.runfolder import new_folder

    with new_folder(folder) as draft:
        export_model(load_for_export(model, offline), draft)
    typer.echo(f"Model: {folder}")


def check_models() -> None:
    """Prints each intact model; ModelError names those that are not."""
    from cxtext.inference import verify_models

    cards = verify_models()
    broken = [f"{card.name}: {card.problem}" for card in cards if card.problem]
    for card in cards:
        if not card.problem:
            typer.echo(f"model     {card.name}: intact")
    if broken:
        raise ModelError("A model is not what its card says.", found="; ".join(broken), do="make install")
