"""A run's folder: written beside its final name and moved there whole, read back as tables.

``DIR/run.json``, ``DIR/tables/*.parquet``, ``DIR/findings.json``, ``DIR/report.html``, ``DIR/report.xlsx``.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.errors import RunError
from cxtext.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

RUN_FILE = "run.json"


@contextlib.contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """A fresh folder that becomes ``final`` when the block ends well, and vanishes when it does not.

    An earlier run under the same name is replaced; any other folder that holds something is left alone.
    Raises RunError where ``final`` is not ours to replace or cannot be written.
    """
    final = final.absolute()
    if final.is_file():
        raise RunError("The output is a file, not a folder.", where=final, do="Give another --out.")
    if final.is_dir() and any(final.iterdir()) and not (final / RUN_FILE).exists():
        raise RunError(
            "The output folder holds files that are not a cxtext run.", where=final,
            found=", ".join(sorted(p.name for p in final.iterdir())[:3]), do="Give a new --out.",
        )  # fmt: skip
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
    except OSError as error:
        raise _unwritable(final, error) from error
    try:
        yield draft
        draft.chmod(0o755)
        if final.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{final.name}.old.", dir=final.parent))
            final.rename(old / "run")
            draft.rename(final)
            shutil.rmtree(old, ignore_errors=True)
        else:
            draft.rename(final)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise _unwritable(final, error) from error
    except BaseException:  # Ctrl-C too: nothing half-written stays behind
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _unwritable(final: Path, error: OSError) -> RunError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return RunError(
        "The disk is full; nothing was written." if full else "The output folder cannot be written.",
        where=final, found=error.strerror or str(error),
        do="Free some space or give another --out." if full else "Give another --out.",
    )  # fmt: skip


def write_tables(folder: Path, tables: dict[str, pd.DataFrame]) -> None:
    """One Parquet file a table under ``folder/tables``; the same table always gives the same bytes."""
    (folder / "tables").mkdir(exist_ok=True)
    for name, frame in tables.items():
        frame.to_parquet(folder / "tables" / f"{name}.parquet", index=False)


def read_tables(run: Path) -> dict[str, pd.DataFrame]:
    """Every table of a run folder, by name."""
    import pandas as pd

    read_run(run)
    files = sorted((run / "tables").glob("*.parquet"))
    try:
        return {file.stem: pd.read_parquet(file) for file in files}
    except (OSError, ValueError) as error:
        raise RunError("A table of the run cannot be read.", where=run, found=error) from error


def read_run(run: Path) -> dict[str, Any]:
    """``run.json`` of a run folder. Raises RunError where there is none."""
    try:
        return json.loads((run / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(
            "This is not the folder of a cxtext run.", where=run, found=f"no readable {RUN_FILE}",
            do="Give the --out folder of an earlier `cxtext run`.",
        ) from error  # fmt: skip


def write_json(path: Path, data: Any) -> None:
    """JSON with sorted keys, readable in any language."""
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def sha256(path: Path) -> str:
    """The file's SHA-256, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def require(tables: dict[str, pd.DataFrame], names: tuple[str, ...], run: Path) -> None:
    """RunError where the run lacks a table that a stage needs."""
    missing = [name for name in names if name not in tables]
    if missing:
        raise RunError(
            f"The run has no table {', '.join(missing)}.", where=run,
            found=", ".join(n for n in TABLES if n in tables), do="Run `cxtext run` on the files again.",
        )  # fmt: skip
