"""Sentiment of every row of a file of any size, in shards that a kill cannot break."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from cxtext.engine.blocks import BLOCK_BYTES, BLOCK_ROWS, Source, open_source
from cxtext.engine.fill import Asked, Step, fill, reader_of
from cxtext.engine.processes import fill_on_gpus
from cxtext.engine.reader import Changed, Known
from cxtext.engine.readings import identity
from cxtext.engine.results import check_result, write_result
from cxtext.engine.rows import check_free, only_numbers, texts_of
from cxtext.engine.shards import digest, drop, part, parts, parts_folder
from cxtext.errors import ColumnError, nearest
from cxtext.inference.precision import precision_of
from cxtext.inference.quality_gate import Verdict

VERSION = 1  # of what a part holds


class Report(NamedTuple):
    """What was done."""

    rows: int
    earlier: int  # rows that an interrupted run had finished
    distinct: int  # texts, summed over blocks
    computed: int  # texts that a model ran on
    seconds: float
    precision: str  # int8, bfloat16 or float32
    verdict: Verdict | None  # on the fast precision; None where it was not asked for
    numbers: bool = False  # the first texts are nothing but numbers


def classify_file(asked: Asked, progress: Callable[[Step], None] = lambda _: None) -> Report:
    """One row out for each row in, in its order; see docs/performance.md for how it is made.

    Killed at any moment, the same call goes on where it was. Raises CxtextError where the file, its columns,
    the model or the place of the result do not do.
    """
    check_result(asked.out, asked.path)
    source = open_source(asked.path, asked.encoding)
    check_columns(asked, source)
    try:
        return _classified(asked, source, progress)
    except Changed:
        # What was remembered of the model does not hold: nothing that was made with it is used.
        drop(parts_folder(asked.out))
        return _classified(asked, source, progress)


def _classified(asked: Asked, source: Source, progress: Callable[[Step], None]) -> Report:
    reader = reader_of(asked, source)
    known = reader.known
    check_free(source.columns if asked.keep is None else asked.keep, known.names, asked.path)
    began = time.monotonic()
    with parts(asked.out, facts(asked, known)) as folder:
        if known.gpus > 1:
            filled = fill_on_gpus(asked, known.gpus, source.n_rows, folder, progress)
        else:
            filled = fill(asked, source, reader, folder, progress)
        write_result((part(folder, number) for number in range(filled.parts)), asked.out)
    drop(folder)
    seconds = time.monotonic() - began
    precision = precision_of(known.identity)
    numbers = only_numbers(texts_of(next(source.blocks()), asked.text))
    return Report(
        source.n_rows, filled.earlier, filled.distinct, filled.computed, seconds, precision, known.verdict,
        numbers,
    )  # fmt: skip


def check_columns(asked: Asked, source: Source) -> None:
    """The columns that were named are there."""
    for flag, name in [("--text", asked.text), *(("--keep", name) for name in asked.keep or ())]:
        if name not in source.columns:
            raise ColumnError(
                f"There is no column {name!r}.", where=f"{asked.path}, {flag}",
                do=nearest(name, source.columns),
            )  # fmt: skip


def facts(asked: Asked, known: Known) -> dict[str, object]:
    """What every part depends on."""
    return {
        "version": VERSION,
        "input": {"name": asked.path.name, "blake2b": digest(asked.path)},
        "model": identity(known),
        "text": asked.text,
        "keep": asked.keep and list(asked.keep),
        "encoding": asked.encoding,
        "cache": asked.cache,
        "windows": list(asked.windows),
        "block": {"rows": BLOCK_ROWS, "bytes": BLOCK_BYTES},
    }
