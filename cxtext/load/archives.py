"""The data file inside a zip archive; what could do harm is refused before a byte is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from cxtext.errors import InputError

MAX_UNPACKED = 1 << 30  # bytes of all members together
MAX_RATIO = 250  # text and XML shrink to a tenth, seldom to a hundredth
HARMLESS = 1 << 24  # below this size even an extreme ratio fills no memory
MAX_MEMBERS = 10_000
_BLOCK = 1 << 20


class Member(NamedTuple):
    """A file of an archive: its name without folders, and its bytes."""

    name: str
    data: bytes


def open_member(path: Path) -> Member:
    """The one data file of a zip archive.

    Folders, hidden files and what macOS adds are passed over. Nothing is written to disk.

    Raises
    ------
    InputError
        The archive is damaged, encrypted, unpacks to more than ``MAX_UNPACKED`` bytes or ``MAX_RATIO`` times
        its size, holds a member whose path leaves the archive, or does not hold exactly one data file.
    """
    with _opened(path) as archive:
        check_archive(archive, path)
        members = [info for info in archive.infolist() if _is_data(info.filename)]
        if len(members) != 1:
            names = ", ".join(_name(info)[:60] for info in members[:5])
            raise InputError(
                "The archive holds no data file." if not members else "The archive holds several files.",
                where=path, found=names + (" …" if len(members) > 5 else "") or None,
                do="Unpack it and name the files that belong together.",
            )  # fmt: skip
        return Member(_name(members[0]), _read(archive, members[0], path))


def check_archive(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuses bombs, paths that leave the archive, and encrypted members."""
    members = archive.infolist()
    unpacked = sum(info.file_size for info in members)
    packed = max(sum(info.compress_size for info in members), 1)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or (
        unpacked > HARMLESS and unpacked / packed > MAX_RATIO
    ):  # fmt: skip
        raise InputError(
            "The archive unpacks to far more than a file of answers would.", where=path,
            found=f"{len(members):,} members, {unpacked:,} bytes from {packed:,} "
            f"(at most {MAX_UNPACKED:,} bytes and {MAX_RATIO} times the size)",
            do="Unpack it yourself, look at it, and give the file inside.",
        )  # fmt: skip
    for info in members:
        # zipfile cuts a name at a NUL; orig_filename is what the archive says.
        name = info.orig_filename.replace("\\", "/")
        if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or "\0" in name:
            raise InputError(
                "The archive holds a path that leads out of it.", where=path, found=repr(name[:80]),
                do="Do not trust this archive; ask for the plain file.",
            )  # fmt: skip
        if info.flag_bits & 1:
            raise InputError(
                "The archive is encrypted.", where=path, do="Unpack it with its password, give the file."
            )


def check_office(path: Path) -> None:
    """The same for a workbook, which is an archive too; every member is unpacked once, and none kept.

    Sizes that the archive's directory understates would otherwise only show in the workbook reader's memory.
    """
    with _opened(path) as archive:
        check_archive(archive, path)
        for info in archive.infolist():
            for _ in _blocks(archive, info, path):
                pass


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(path, error) from error


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> bytes:
    return b"".join(_blocks(archive, info, path))


def _blocks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    # zipfile stops at the declared size and then compares the checksum: a size that lies is an error.
    try:
        with archive.open(info) as member:
            while block := member.read(_BLOCK):
                yield block
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(
        "The archive is damaged.", where=path, found=str(error)[:200] or type(error).__name__,
        do="Export or download it again.",
    )  # fmt: skip


def _is_data(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not name.endswith(("/", "\\")) and not hidden


def _name(info: zipfile.ZipInfo) -> str:
    return PurePosixPath(info.filename.replace("\\", "/")).name
