"""``cxtext models``: what is at hand, and whether it is what it says."""

from __future__ import annotations

import typer

from cxtext.errors import ModelError

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
