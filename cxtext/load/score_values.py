"""Cells of a score column as whole numbers; what is missing, and what cannot be a score."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from cxtext.load.label_sets import code_before, not_applicable, plain_label
from cxtext.load.records import BLANKS, NA_WORDS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# 9, 9.0, +9, 10점, 10分, 4 stars, "5 - very easy", "5 (very easy)", "5: very easy", "Very easy - 5"
_NUMBER = re.compile(r"([+-]?\d{1,9})(?:\.0+)?\s*(?:점|分|点|pts?|points?|stars?)?", re.I)
_LABELLED = re.compile(r"(\d{1,3})\s*[-–—:=(.)]\s*[^\W\d_].*", re.S)
_LABEL_FIRST = re.compile(r"[^\W\d_][^\d]*?(?:\s[-–—]\s|\s*[(:=]\s*)(\d{1,3})\)?", re.S)


class Codes(NamedTuple):
    """Per cell: the whole number (NaN where there is none), what is missing, and by declaration."""

    value: np.ndarray  # float, (n,)
    missing: np.ndarray  # bool, (n,): blank, NA, null ... or declared
    declared: np.ndarray  # bool, (n,): of these, the ones that --missing names
    unsure: np.ndarray  # bool, (n,): of these, the ones that say not applicable or don't know

    @property
    def words(self) -> np.ndarray:
        """True where a cell is filled but is not a whole number."""
        import numpy as np

        return np.isnan(self.value) & ~self.missing


def code_of(cell: str) -> int | None:
    """The whole number that a cell says.

    >>> [code_of(c) for c in ("9", "１０", "10점", "5 - very easy", "Very easy (5)", "7.5", "8 / 10", "good")]
    [9, 10, 10, 5, 5, None, None, None]
    """
    text = unicodedata.normalize("NFKC", cell).strip(BLANKS)
    match = _NUMBER.fullmatch(text) or _LABELLED.fullmatch(text) or _LABEL_FIRST.fullmatch(text)
    return int(match[1]) if match else None


def stars_of(text: str) -> int | None:
    """The stars of a cell that holds nothing else.

    >>> stars_of("★★★★☆"), stars_of("⭐⭐"), stars_of("good ★")
    (4, 2, None)
    """
    bare = text.replace("\ufe0f", "").replace(" ", "")
    full = bare.count("★") + bare.count("⭐")
    return full if full and full + bare.count("☆") == len(bare) else None


def read_codes(
    cells: pd.Series, missing: tuple[str, ...] = (), labels: Mapping[str, int] | None = None
) -> Codes:
    """Every cell of a score column.

    ``missing`` are the values that --missing declares for it, ``labels`` the codes of its plain labels.
    """
    import numpy as np
    import pandas as pd

    numbers, distinct = pd.factorize(cells)
    said = {unicodedata.normalize("NFKC", value).strip(BLANKS) for value in missing}
    said_codes = {code for value in said if (code := code_of(value)) is not None}
    value = np.full(len(distinct), np.nan)
    gone = np.zeros(len(distinct), dtype=bool)
    declared = np.zeros(len(distinct), dtype=bool)
    unsure = np.zeros(len(distinct), dtype=bool)
    for i, cell in enumerate(distinct):
        text = unicodedata.normalize("NFKC", cell).strip(BLANKS)
        label = plain_label(cell)
        code = labels[label] if labels and label in labels else code_of(cell)
        code = code if code is not None else stars_of(text) or code_before(cell)
        declared[i] = bool(text) and (text in said or code in said_codes)
        blank = text.lower() in NA_WORDS
        unsure[i] = not declared[i] and not blank and label in not_applicable()
        gone[i] = declared[i] or blank or unsure[i]
        if code is not None and not gone[i]:
            value[i] = code
    return Codes(value[numbers], gone[numbers], declared[numbers], unsure[numbers])
