"""A run's folder: written beside its final name and moved there whole, read back as tables.

``DIR/run.json``, ``DIR/tables/*.parquet``, ``DIR/findings.json``, ``DIR/report.html``, ``DIR/report.xlsx``,
``DIR/rejected.csv``, ``DIR/orphans.csv``.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import math
import os
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
OURS = frozenset({
    RUN_FILE, "tables", "findings.json", "report.html", "report.xlsx", "rejected.csv", "orphans.csv",
    "topics", "topics.toml",
})  # fmt: skip
_REFUSALS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.EFBIG}
)


@contextlib.contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """A fresh folder that becomes ``final`` when the block ends well, and vanishes when it does not.

    An earlier run under the same name is replaced; any other folder that holds something is left alone.
    Raises RunError where ``final`` is not ours to replace or cannot be written.
    """
    final = final.absolute()
    check_free(final)
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
    except OSError as error:
        raise _unwritable(final, error) from error
    try:
        yield draft
        draft.chmod(0o755)
        _move(draft, final)
    except Exception as error:
        if cause := _of_the_disk(error):
            raise _unwritable(final, cause) from error
        raise
    finally:  # after Ctrl-C too: nothing half-written stays behind
        shutil.rmtree(draft, ignore_errors=True)


def check_free(final: Path) -> None:
    """RunError where a run cannot go to ``final``: a file, a folder with other things, a place not ours.

    Asked before the work begins, so that nobody learns it after minutes.
    """
    final = final.absolute()
    if final.is_file():
        raise RunError("The output is a file, not a folder.", where=final, do="Give another --out.")
    held = {path.name for path in final.iterdir()} if final.is_dir() else set()
    foreign = sorted(held - OURS if RUN_FILE in held else held)
    if foreign:
        raise RunError(
            "The output folder holds files that are not a cxtext run.", where=final,
            found=", ".join(foreign[:3]) + (" ..." if foreign[3:] else ""), do="Give a new --out.",
        )  # fmt: skip
    above = next(folder for folder in final.parents if folder.exists())
    if not above.is_dir():
        raise _unwritable(final, NotADirectoryError(errno.ENOTDIR, f"{above} is a file"))
    if not os.access(above, os.W_OK | os.X_OK):
        raise _unwritable(final, PermissionError(errno.EACCES, f"no permission to write in {above}"))


def _move(draft: Path, final: Path) -> None:
    """``draft`` under the name ``final``; what stood there goes only when the new one stands."""
    if not final.exists():
        draft.rename(final)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{final.name}.old.", dir=final.parent))
    try:
        final.rename(old / "run")
        draft.rename(final)
    finally:
        if not final.exists():
            (old / "run").rename(final)
        shutil.rmtree(old, ignore_errors=True)


def _of_the_disk(error: Exception) -> OSError | None:
    """The operating system's refusal to write in an error, also where a library has wrapped it."""
    for cause in (error, *error.args):
        if isinstance(cause, OSError) and cause.errno in _REFUSALS:
            return cause
    return None


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


def write_table(path: Path, frame: pd.DataFrame) -> Path:
    """One table as Parquet, CSV or XLSX, by the ending of its name; whole or not at all.

    CSV is written with the mark by which spreadsheets know UTF-8. Raises RunError where it cannot be written.
    """
    path = path.absolute()
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix.lower()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if draft.suffix == ".csv":
            frame.to_csv(draft, index=False, encoding="utf-8-sig", lineterminator="\n")
        elif draft.suffix == ".xlsx":
            plain = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
            frame.to_excel(draft, index=False, engine="xlsxwriter", engine_kwargs=plain)
        else:
            frame.to_parquet(draft, index=False)
        draft.replace(path)
    except Exception as error:
        if cause := error if isinstance(error, OSError) else _of_the_disk(error):
            raise _unwritable(path, cause) from error
        raise
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return path


def write_csv(path: Path, frame: pd.DataFrame) -> None:
    """A CSV for spreadsheets: with the mark by which they know UTF-8, and no cell that they would run."""
    shielded = {c: shield(frame[c]) for c in frame.columns if frame[c].dtype == "str"}
    frame.assign(**shielded).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def shield(cells: pd.Series) -> pd.Series:
    """An apostrophe before what a spreadsheet takes for a formula: = + - @, a tab or a line end first.

    >>> import pandas as pd
    >>> shield(pd.Series(["=1+1", "fine"])).tolist()
    ["'=1+1", 'fine']
    """
    return cells.where(~cells.str.match(r"[=+\-@\t\r\n]").fillna(False).astype(bool), "'" + cells)


def write_bytes(path: Path, data: bytes) -> None:
    """A file, whole or not at all. Raises RunError where it cannot be written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


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
    """JSON with sorted keys, readable in any language; numbers that JSON has not (NaN) are null."""
    text = json.dumps(_finite(data), ensure_ascii=False, indent=2, sort_keys=True, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def _finite(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(value) for value in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data


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
