"""CSV and TSV: strict about quotes and widths, any of four delimiters."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from cxtext.errors import InputError
from cxtext.load.encodings import MAX_LINE
from cxtext.load.regular import LARGE, read_regular

DELIMITERS = (",", ";", "\t", "|")
_BATCH = 50_000
_SAMPLE = 1 << 18


def read_delimited(path: Path, encoding: str, limit: int | None = None) -> tuple[list[str], list]:
    """Header and Arrow string columns of a delimited file; ``limit`` rows at most."""
    import pyarrow as pa

    with strict_reader(path, encoding) as (reader, delimiter, skip):
        header = next((row for row in reader if not is_blank_line(row)), None)
        if header is None:
            raise InputError("The file is empty.", where=path, do="Give a file with a header and rows.")
        if limit is None and (columns := _regular(path, encoding, delimiter, skip, len(header))):
            return header, columns
        chunks: list[list[pa.Array]] = [[] for _ in header]
        for batch in _batches(reader, len(header), path, limit):
            for chunk, cells in zip(chunks, zip(*batch, strict=True), strict=True):
                chunk.append(pa.array(cells, pa.large_string()))
    return header, [pa.chunked_array(chunk, pa.large_string()) for chunk in chunks]


@contextmanager
def strict_reader(path: Path, encoding: str) -> Iterator[tuple[Iterator[list[str]], str, int]]:
    """The file's records, its delimiter, and how many ``sep=`` lines were passed over.

    Raises InputError, with the line, inside the block where quotes do not fit together.
    """
    csv.field_size_limit(MAX_LINE)
    with path.open(encoding=encoding, newline="") as file:
        delimiter, skip = find_delimiter(file.read(_SAMPLE))
        file.seek(0)
        for _ in range(skip):
            file.readline()
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            yield reader, delimiter, skip
        except csv.Error as error:
            raise InputError(
                "The quotes of a cell do not fit together.", where=f"{path}, line {skip + reader.line_num}",
                found=str(error), do="Close the quote, or double quotes inside a quoted cell.",
            ) from error  # fmt: skip


def _regular(path: Path, encoding: str, delimiter: str, skip: int, width: int) -> list | None:
    """The columns of a large file that Arrow's parser reads as the strict one would."""
    utf8 = encoding.lower().replace("_", "-") in ("utf-8", "utf-8-sig")
    if skip or not utf8 or path.stat().st_size < LARGE:
        return None
    return read_regular(path, 3 if encoding.endswith("sig") else 0, delimiter, width)


def find_delimiter(sample: str) -> tuple[str, int]:
    """The delimiter that cuts the sample most evenly, and the number of ``sep=`` lines above it.

    >>> find_delimiter("id;score;text\\n1;5;so, so\\n2;4;good\\n")
    (';', 0)
    """
    if declared := re.match(r"\ufeff?sep=(.)\r?\n", sample):
        return declared[1], 1
    best = (0.0, 0, DELIMITERS[0])
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 200))
        except csv.Error:
            continue
        # The sample may end in the middle of a record.
        widths = [len(row) for row in (rows[:-1] or rows) if row]
        width, n = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if width > 1 and widths[0] == width:
            best = max(best, (n / len(widths), width, delimiter), key=lambda found: found[:2])
    return best[2], 0


def _batches(
    reader: Iterator[list[str]], width: int, path: Path, limit: int | None
) -> Iterator[list[list[str]]]:
    """Rows in lists, all of the header's width; after the last one, an error if some were not."""
    ragged: list[tuple[int, int]] = []
    n_ragged = n_read = 0
    while batch := list(islice(reader, _BATCH if limit is None else min(_BATCH, limit - n_read))):
        if any(len(row) != width for row in batch) or width == 1:
            batch = [row for row in batch if not is_blank_line(row)]
            wrong = [(n_read + i, len(row)) for i, row in enumerate(batch, 1) if len(row) != width]
            n_ragged += len(wrong)
            ragged = [*ragged, *wrong][:3]
        n_read += len(batch)
        if not n_ragged and batch:
            yield batch
    if n_ragged:
        raise ragged_rows(path, width, n_read, n_ragged, ragged)


def ragged_rows(
    path: Path, width: int, n_rows: int, n_ragged: int, some: list[tuple[int, int]]
) -> InputError:
    """The error for rows of another width than the header's; ``some`` of them as (row, cells)."""
    return InputError(
        f"{n_ragged} of {n_rows} rows do not have the header's {width} cells.", where=path,
        found=", ".join(f"row {row} has {cells}" for row, cells in some),
        do="Mend these rows (often a delimiter or line break in a cell without quotes).",
    )  # fmt: skip


def is_blank_line(row: list[str]) -> bool:
    """Whether nothing stands on the line."""
    return not row or (len(row) == 1 and not row[0].strip())
