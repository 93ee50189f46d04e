"""``cxtext cache``: where computed vectors are kept. They are derived from customers' texts."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="Vectors kept between runs.\n\nThey are derived from customers' texts: purge them when those go.",
    no_args_is_help=True,
)


@app.command()
def where() -> None:
    """Print the cache folder."""
    from cxtext.inference import cache_folder

    typer.echo(cache_folder())


@app.command()
def size() -> None:
    """Print how much the cache holds."""
    from cxtext.inference import cache_size

    held = cache_size()
    typer.echo(f"{held.bytes / 1e6:.1f} MB, {held.rows} texts in {held.folder}")


@app.command()
def purge() -> None:
    """Delete everything that the cache holds."""
    from cxtext.inference import purge_cache

    freed = purge_cache()
    typer.echo(f"Purged {freed.bytes / 1e6:.1f} MB from {freed.folder}")
