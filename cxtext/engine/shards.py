"""The finished parts of a long job, each whole or not there, and what they are parts of.

Beside the result lies ``RESULT.parts/`` with ``manifest.json`` and ``000000.parquet``, ``000001.parquet`` ...
A part is written under another name, forced to the disk and renamed, so that whatever has a part's name is
complete. The manifest says what the parts depend on: parts of another job are never taken for this one's.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.errors import RunError

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
Facts = dict[str, Any]


def parts_folder(out: Path) -> Path:
    """Where the parts of ``out`` lie until it is whole."""
    return out.with_name(f"{out.name}.parts")


@contextlib.contextmanager
def parts(out: Path, facts: Facts) -> Iterator[Path]:
    """The folder of parts, for this process alone. It stays when the block fails: the work goes on there.

    Raises RunError where another job's parts lie there, where another process works, or where it cannot be
    written.
    """
    folder = parts_folder(out)
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("a+")
    with lock:
        _lock(lock, folder)
        with told(folder):
            _check_manifest(folder, facts)
            for left in folder.glob("*.draft"):
                left.unlink(missing_ok=True)
        yield folder


def part(folder: Path, number: int) -> Path:
    """The place of one part."""
    return folder / f"{number:06d}.parquet"


def write_part(folder: Path, number: int, table: pa.Table) -> None:
    """One part, whole or not at all."""
    import pyarrow.parquet as pq

    final = part(folder, number)
    # The process is in the name: what a killed job's worker still writes must not mix with ours.
    draft = final.with_suffix(f".{os.getpid()}.draft")
    with told(folder):
        pq.write_table(table, draft)
        settle(draft, final)


def settle(draft: Path, final: Path) -> None:
    """Rename once the content is on the disk, so that a power cut leaves the old file or the new one."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(final)


def digest(path: Path) -> str:
    """Of a file's content: what says that the input is still the same."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


@contextlib.contextmanager
def told(where: Path) -> Iterator[None]:
    """Failures to write as a sentence."""
    try:
        yield
    except OSError as error:
        # Arrow's own errors have no errno; their words say it.
        full = error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(error)
        raise RunError(
            "The disk is full." if full else "The results cannot be written.", where=where,
            found=None if full else error.strerror or str(error),
            do="Make room and give the same command again: it goes on where it was."
            if full
            else "Choose another --out.",
        ) from error  # fmt: skip


def drop(folder: Path) -> None:
    """Remove the parts, now that the result is whole."""
    shutil.rmtree(folder, ignore_errors=True)


def _check_manifest(folder: Path, facts: Facts) -> None:
    path = folder / MANIFEST
    facts = json.loads(json.dumps(facts))
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        held = None
    except ValueError:
        held = {}
    if held is None:
        # Without a manifest nothing says what such parts are of: none of ours was written before it.
        for stray in folder.glob("*.parquet"):
            raise RunError("Parts of an unknown job lie here.", where=stray, do=f"Delete {folder}.")
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(facts, indent=1, ensure_ascii=False), encoding="utf-8")
        settle(draft, path)
    elif held != facts:
        keys = [key for key in {**facts, **held} if facts.get(key) != held.get(key)]
        raise RunError(
            "An unfinished job of another kind lies here.", where=folder,
            found=f"another {', '.join(keys)}",
            do=f"Give the command that began it, another --out, or delete {folder.name}.",
        )  # fmt: skip


def _lock(file: Any, folder: Path) -> None:
    """Held until the file is closed or the process dies."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise RunError(
            "Another process is at work on this.", where=folder, do="Wait for it, or choose another --out."
        ) from error
