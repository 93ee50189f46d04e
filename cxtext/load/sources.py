"""What the config names, as files: folders, patterns, standard input and a query become paths."""

from __future__ import annotations

import atexit
import glob
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

from cxtext.config import Config
from cxtext.errors import InputError
from cxtext.load.parquet import is_partitioned

STDIN = Path("-")
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".ndjson", ".parquet", ".zip",
            ".sav")  # fmt: skip


def input_paths(config: Config, *, anew: bool = False) -> list[Path]:
    """The files of the inputs, in the order of the config; those of a folder or a pattern by name.

    A folder whose parts are named ``column=value`` is one Parquet data set and stays a folder. Standard input
    and the result of a query are read once and held in a temporary file while the program runs; ``anew`` asks
    the database again.
    """
    if anew:
        _query_result.cache_clear()
    paths = [path for given in config.inputs for path in _paths(given)]
    if config.sql is not None and config.query is not None:
        paths.append(_query_result(config.sql, config.query))
    return paths


def input_names(config: Config) -> dict[str, Path]:
    """The files behind the inputs by the name under which a run remembers them."""
    named: dict[str, Path] = {}
    for given in config.inputs:
        for path in _paths(given):
            parts = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
            named |= {str(STDIN) if given == STDIN else str(part.absolute()): part for part in parts}
    if config.query is not None:
        named[str(config.query)] = config.query
    return named


def _paths(given: Path) -> list[Path]:
    if given == STDIN:
        return [_standard_input()]
    if given.is_dir() and not is_partitioned(given):
        found = sorted(
            p
            for p in given.iterdir()
            if p.suffix.lower() in _ENDINGS and not p.name.startswith((".", "~$", "_"))
        )
        if not found:
            raise InputError(
                "The folder holds no file that can be read.", where=given,
                found=", ".join(sorted(p.name for p in given.iterdir())[:5]) or "nothing",
                do=f"Give a folder with files that end in {', '.join(_ENDINGS)}.",
            )  # fmt: skip
        return found
    if glob.has_magic(str(given)) and not given.exists():
        found = sorted(
            Path(name) for name in glob.glob(str(given), recursive=True) if not os.path.isdir(name)
        )
        if not found:
            raise InputError(
                "No file fits the pattern.", where=given, found=_beside(given),
                do="Check the folder and the pattern.",
            )  # fmt: skip
        return found
    return [given]


def _beside(pattern: Path) -> str:
    """What is in the folder of a pattern that fits nothing."""
    fixed = next(p for p in pattern.parents if not glob.has_magic(str(p)))
    if not fixed.is_dir():
        return f"there is no folder {fixed}"
    names = sorted(p.name for p in fixed.iterdir() if not p.name.startswith("."))
    return f"in {fixed}: {', '.join(names[:5]) or 'nothing'}{' …' if len(names) > 5 else ''}"


@cache
def _held() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="cxtext-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _standard_input() -> Path:
    """Standard input in a file: it is read more than once, to find out what it is."""
    path = _held() / "standard input"
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return path


@cache
def _query_result(url: str, query: Path) -> Path:
    from cxtext.load.database import write_query

    return write_query(url, query, Path(tempfile.mkdtemp(dir=_held())) / query.name)
