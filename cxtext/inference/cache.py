"""Model results on disk, keyed by what they depend on: the model's identity and the text.

One SQLite file a model identity. SQLite keeps a file whole when a process dies half-way and lets several
runs share it. The rows are derived from customers' texts, so only the user may read the files.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

# In the file name: a cache of another layout is never opened.
VERSION = 1
_CHUNK = 500  # keys in one query


class CacheSize(NamedTuple):
    """What the cache holds."""

    folder: Path
    files: int
    rows: int
    bytes: int


def cache_folder() -> Path:
    """``$CXTEXT_CACHE``, or the platform's place for caches."""
    if chosen := os.environ.get("CXTEXT_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "cxtext"


def read_rows(folder: Path, identity: str, texts: Sequence[str], width: int) -> tuple[np.ndarray, np.ndarray]:
    """float32 (n, width), and which rows were found; the others are zero.

    A missing, foreign or damaged file holds nothing.
    """
    import numpy as np

    rows = np.zeros((len(texts), width), np.float32)
    found = np.zeros(len(texts), bool)
    path = _path(folder, identity)
    if not path.is_file():
        return rows, found
    places: dict[bytes, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(_key(text), []).append(place)
    try:
        held = [(key, value) for key, value in _select(path, sorted(places)) if len(value) == 4 * width]
    except sqlite3.Error:
        return rows, found
    stored = np.frombuffer(b"".join(value for _, value in held), "<f4").reshape(-1, width)
    target = [place for key, _ in held for place in places[key]]
    source = np.repeat(np.arange(len(held)), [len(places[key]) for key, _ in held])
    rows[target] = stored[source]
    found[target] = True
    return rows, found


def write_rows(folder: Path, identity: str, texts: Sequence[str], rows: np.ndarray) -> bool:
    """Store float32 (n, width); all of them or none. False when they could not be stored.

    The cache only saves time, so a full disk or a folder that cannot be written is no error here. A damaged
    file is replaced.
    """
    # Sorted, as read_rows asks for them: neighbours on disk are read together.
    values = sorted((_key(text), row.astype("<f4").tobytes()) for text, row in zip(texts, rows, strict=True))
    path = _path(folder, identity)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            _insert(path, values)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            path.unlink()
            _insert(path, values)
    except (OSError, sqlite3.Error):
        return False
    return True


def keep_file(path: Path, content: str) -> None:
    """A small file beside the cache, whole or not at all; where it cannot be written there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{os.getpid()}.draft")
        draft.write_text(content, encoding="utf-8")
        draft.replace(path)
    except OSError:
        return


def cache_size(folder: Path | None = None) -> CacheSize:
    """Files, rows and bytes in the cache."""
    folder = folder or cache_folder()
    rows = size = 0
    files = _files(folder)
    for path in files:
        size += path.stat().st_size
        if path.suffix == ".sqlite":
            try:
                with _open(path) as database:
                    rows += database.execute("SELECT count(*) FROM rows").fetchone()[0]
            except sqlite3.Error:
                continue
    return CacheSize(folder, len(files), rows, size)


def purge_cache(folder: Path | None = None) -> CacheSize:
    """Delete the cache's own files, and nothing else; says what was there."""
    held = cache_size(folder)
    for path in _files(held.folder):
        path.unlink(missing_ok=True)
    return held


def _files(folder: Path) -> list[Path]:
    patterns = ("v*-*.sqlite*", "gate-*.json", "model-*.json")
    return sorted(p for pattern in patterns for p in folder.glob(pattern)) if folder.is_dir() else []


def _path(folder: Path, identity: str) -> Path:
    return folder / f"v{VERSION}-{hashlib.blake2b(identity.encode(), digest_size=12).hexdigest()}.sqlite"


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _select(path: Path, keys: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    with _open(path) as database:
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            yield from database.execute(f"SELECT key, value FROM rows WHERE key IN ({marks})", chunk)


def _insert(path: Path, values: list[tuple[bytes, bytes]]) -> None:
    if not path.exists():
        path.touch(mode=0o600)
    with _open(path) as database:
        database.execute("CREATE TABLE IF NOT EXISTS rows (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
        database.executemany("INSERT OR IGNORE INTO rows VALUES (?, ?)", values)


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection whose block is one transaction."""
    with closing(sqlite3.connect(path, timeout=60)) as database, database:
        yield database
