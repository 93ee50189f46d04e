"""From a path to records: what kind of file it is, by its content."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cxtext.errors import InputError
from cxtext.load.archives import open_member
from cxtext.load.delimited import read_delimited
from cxtext.load.dialects import Raw
from cxtext.load.dialects.apply import HEADER_ROWS, plain_answers
from cxtext.load.dialects.base import as_columns
from cxtext.load.drift import aligned
from cxtext.load.encodings import find_encoding
from cxtext.load.issues import Issue, examples, summary
from cxtext.load.jsonlines import as_rows, read_documents
from cxtext.load.parquet import is_partitioned, read_parquet
from cxtext.load.records import Records, is_blank, to_frame
from cxtext.load.spreadsheets import read_spreadsheet
from cxtext.load.spss import read_spss

_READABLE = "Give CSV, TSV, XLSX, Parquet or JSON Lines."


def read_file(
    path: Path, encoding: str | None = None, limit: int | None = None, label: str | None = None,
    dialect: str | None = None,
) -> tuple[Records, list[Issue]]:  # fmt: skip
    """All rows of one file as text, and what was noticed. Raises InputError where it cannot be read."""
    import numpy as np
    import pandas as pd

    label = label or path.name
    issues: list[Issue] = []
    documents: list[dict[str, Any]] = []
    questions: dict[int, str] = {}
    kind = file_kind(path)
    if kind == "zip":
        member = open_member(path)
        with TemporaryDirectory() as folder:
            inner = Path(folder) / f"member{Path(member.name).suffix}"
            inner.write_bytes(member.data)
            return read_file(inner, encoding, limit, label, dialect)
    most, limit = limit, None if limit is None else limit + HEADER_ROWS
    if kind == "spreadsheet":
        header, columns, notes = read_spreadsheet(path, limit)
        issues += [summary(label, "N_SHEET", "note", note) for note in notes]
    elif kind == "parquet":
        header, columns = read_parquet(path, limit)
    elif kind == "spss":
        header, columns, questions = read_spss(path, limit)
    else:
        found = find_encoding(path, encoding)
        if found.how == "guessed":
            text = f"read as {found.name}, a guess; --encoding says it for sure"
            issues.append(summary(label, "W_ENCODING_GUESS", "note", text))
        elif encoding is not None and found.how == "proven" and not _same_codec(found.name, encoding):
            text = f"read as {found.name}, which the bytes prove, not as {encoding}"
            issues.append(summary(label, "N_ENCODING_PROVEN", "note", text))
        if kind == "json":
            documents = read_documents(path, found.name, limit)
            header, columns = as_columns(as_rows(documents))
        else:
            header, columns = read_delimited(path, found.name, limit)
    plain = plain_answers(Raw(kind, header, columns, documents, questions), dialect, label, path, most)
    issues += plain.issues
    n = len(plain.columns[0]) if plain.columns else 0
    if not n and plain.form is None:
        raise InputError(
            "The file holds a header and no rows." if header else "The file is empty.", where=path,
            found=", ".join(plain.names[:5]) or None, do="Give a file with answers in it.",
        )  # fmt: skip
    if not n:
        issues.append(summary(label, "W_NO_ROWS", "warning", "the export holds headers and no answers"))
    origin = pd.DataFrame({"file": pd.Categorical([label] * n), "row": np.arange(1, n + 1)})
    if plain.status is not None:
        origin["status"] = plain.status
    return Records(to_frame(plain.names, plain.columns), origin, plain.form), issues


def file_kind(path: Path) -> str:
    """``spreadsheet``, ``parquet``, ``spss``, ``zip``, ``json`` or ``delimited``; a sentence for all else."""
    try:
        if is_partitioned(path):
            return "parquet"
        if path.is_dir():
            raise InputError("This is a folder, not a file.", where=path, do="Name the files in it.")
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise InputError(
            "The file cannot be read.",
            where=path,
            found=error.strerror,
            do="Check the path and its permissions.",
        ) from error
    body = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body.strip(b"\xff\xfe\0"):
        raise InputError("The file is empty.", where=path, do="Give a file with a header and rows.")
    if head.startswith(b"PK\x03\x04") and _is_office(path):
        return "spreadsheet"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"$FL"):
        return "spss"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "spreadsheet"
    if head.startswith(b"PAR1"):
        return "parquet"
    other = {
        b"\x1f\x8b": "a gzip archive",
        b"%PDF": "a PDF",
    }
    for magic, what in other.items():
        if head.startswith(magic):
            raise InputError(f"This is {what}.", where=path, do=f"Unpack or export it. {_READABLE}")
    if body[:1] == b"{" or (body[:1] == b"[" and path.suffix.lower() == ".json"):
        return "json"
    if body[:256].lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise InputError("This is a web page or XML, whatever its name says.", where=path, do=_READABLE)
    return "delimited"


def read_inputs(
    paths: Sequence[Path], encoding: str | None = None, limit: int | None = None, dialect: str | None = None,
    allow_drift: bool = False,
) -> tuple[Records, list[Issue]]:  # fmt: skip
    """Several files with the same columns (in any order), one below the other.

    Columns that appear, vanish or change their kind are an InputError, with ``allow_drift`` a warning.
    """
    import pandas as pd

    if not paths:
        raise InputError("No input file was given.", do="Name one: cxtext run FILE --out DIR.")
    parts: list[Records] = []
    issues: list[Issue] = []
    left = limit
    for path, label in zip(paths, file_labels(paths), strict=True):
        if left == 0:
            break
        part, found = read_file(path, encoding, left, label, dialect)
        issues += found
        if parts:
            _same_form(part, parts[0], path, paths[0])
        parts.append(part)
        left = None if left is None else left - len(part.cells)
    if limit is not None and left == 0:
        text = f"only the first {limit:,} rows were read (--max-rows)"
        issues.append(summary(str(parts[-1].origin["file"].iloc[0]), "N_MAX_ROWS", "note", text))
    if len(parts) == 1:
        return parts[0], issues
    labels = [str(part.origin["file"].iloc[0]) if len(part.origin) else "" for part in parts]
    frames, found = aligned(list(zip(labels, (part.cells for part in parts), strict=True)), allow_drift)
    issues += found
    cells = pd.concat(frames, ignore_index=True)
    origin = pd.concat([part.origin.astype("str").astype({"row": "int64"}) for part in parts],
                       ignore_index=True)  # fmt: skip
    return Records(cells, origin.astype({"file": "category"}), parts[0].form), issues


def file_labels(paths: Sequence[Path]) -> list[str]:
    """File names; with as much of the path as tells them apart.

    >>> file_labels([Path("q1/a.csv"), Path("q2/a.csv"), Path("q2/b.csv")])
    ['q1/a.csv', 'q2/a.csv', 'b.csv']
    """
    names = [path.name for path in paths]
    labels = [
        name if names.count(name) == 1 else "/".join(path.parts[-2:])
        for path, name in zip(paths, names, strict=True)
    ]
    if len(set(labels)) < len(labels):
        labels = [os.fspath(path) for path in paths]
    if len(set(labels)) < len(labels):
        raise InputError("A file is named twice among the inputs.", found=", ".join(sorted(set(labels))))
    return labels


def drop_blank_rows(records: Records) -> tuple[Records, list[Issue]]:
    """Rows in which every cell is blank are dropped and reported."""
    import pandas as pd

    blank = pd.Series(True, index=records.cells.index)
    for name in records.cells.columns:
        blank &= is_blank(records.cells[name])
        if not blank.any():
            return records, []
    found = records.origin[blank]
    issues = [
        summary(str(file), "D_BLANK_ROW", "note", f"{n:,} blank rows", action="dropped")
        for file, n in found["file"].astype("str").value_counts(sort=False).items()
    ]
    return records.only(~blank), issues + examples(found, "D_BLANK_ROW", "note", "dropped")


def _same_form(part: Records, first: Records, path: Path, first_path: Path) -> None:
    here, there = (r.form.dialect if r.form else "generic" for r in (part, first))
    if here != there:
        raise InputError(
            "The input files come from different platforms.", where=path,
            found=f"{here}; {first_path.name} is {there}",
            do="Load them one by one, or say what all of them are with --dialect.",
        )  # fmt: skip


def _is_office(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(n.startswith(("xl/", "content.xml")) for n in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False  # the archive reader says what is wrong


def _same_codec(one: str, other: str) -> bool:
    import codecs

    return codecs.lookup(one).name.replace("-sig", "") == codecs.lookup(other).name
