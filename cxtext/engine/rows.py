"""What a row of the result holds: the input's columns and what was read in its text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxtext.engine.blocks import is_json
from cxtext.engine.cells import number_cells, text_cells
from cxtext.engine.reader import Known
from cxtext.engine.readings import Readings
from cxtext.errors import ColumnError
from cxtext.inference.labels import LABELS
from cxtext.inference.reading import Windows, to_probabilities
from cxtext.sentiment.polarity import decided

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


def new_columns(names: Sequence[str]) -> list[str]:
    """The columns that a model with these labels adds.

    >>> new_columns(["price", "taste"])
    ['label', 'p_price', 'p_taste', 'polarity', 'lang', 'n_tokens', 'truncated']
    """
    return ["label", *(f"p_{name}" for name in names), "polarity", "lang", "n_tokens", "truncated"]


def check_free(columns: Sequence[str], names: Sequence[str], where: object) -> None:
    """Raises ColumnError where a kept column has the name of a new one."""
    if taken := [name for name in columns if name in new_columns(names)]:
        raise ColumnError(
            "The input has columns with the names of the result's own.", where=where, found=", ".join(taken),
            do="Name the columns that you need with --keep and leave these out, or rename them.",
        )  # fmt: skip


def texts_of(block: pa.Table, column: str) -> list[str]:
    """The texts of a block; blank where there is none."""
    cells = block.column(column).to_pylist()
    if is_json(block.schema.field(column)):
        cells = [None if cell is None else json.loads(cell) for cell in cells]
    return ["" if cell is None else cell if isinstance(cell, str) else str(cell) for cell in cells]


def only_numbers(texts: Sequence[str]) -> bool:
    """Whether something is said, and all of it in numbers: a score, an amount, an id, but no text.

    >>> only_numbers(["5", "", " -4.0 ", "1,200"]), only_numbers(["5", "5 stars"]), only_numbers([""])
    (True, False, False)
    """
    said = [text for text in texts if text.strip()]
    return bool(said) and all(_NUMBER.fullmatch(text.strip()) for text in said)


def result_rows(
    block: pa.Table,
    texts: Sequence[str],
    keep: Sequence[str],
    readings: Readings,
    known: Known,
    windows: Windows,
) -> pa.Table:
    """One row for each of the block's. A blank text has no label: nothing was said."""
    import numpy as np

    names = known.names
    at = np.array([readings.place.get(text, -1) for text in texts], np.int64)
    blank = at < 0
    at = np.where(blank, 0, at)
    # One more row, so that a block of blank texts has something to point at.
    found = np.vstack([readings.logits, np.zeros((1, len(names)), np.float32)])[at]
    p = to_probabilities(names, found, np.append(readings.evidence, 0.0)[at])
    labels = decided(p) if names == LABELS else [names[k] for k in p.argmax(axis=1)]
    polarity = p[:, 2] - p[:, 0] if names == LABELS else np.zeros(len(p))
    n_tokens = np.where(blank, 0, np.append(readings.n_tokens, 0)[at])
    langs = np.array([*readings.lang, "und"], object)[at]
    langs[blank] = "und"
    columns = [
        text_cells([None if gone else label for label, gone in zip(labels, blank, strict=True)], large=False),
        *(number_cells(p[:, k], blank) for k in range(len(names))),
        number_cells(polarity, blank | (names != LABELS)),
        text_cells(langs.tolist(), large=False),
        number_cells(n_tokens),
        number_cells((n_tokens > known.room) & windows.truncate),
    ]
    table = block.select(list(keep))
    for name, column in zip(new_columns(names), columns, strict=True):
        table = table.append_column(name, column)
    return table
