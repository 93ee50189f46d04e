"""How much of a text a model can read: what keeps it from being sure about nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from cxtext.inference.tokens import Tokens

if TYPE_CHECKING:
    import numpy as np

# Made of punctuation, yet they say something.
_EMOTICON = re.compile(r"[:;=][-']?[()DPp/\\|]|\^[_.]?\^|T_T|<3")


def evidence(texts: Sequence[str], tokens: Tokens, ids: Sequence[Sequence[int]] | None = None) -> np.ndarray:
    """float64 (n,), 0 to 1: the share of a text's telling tokens that the vocabulary knows.

    Telling are tokens with a letter or a pictograph, and unknown ones. A text without any (blank, digits,
    punctuation) has 0, and so has one in a script that the vocabulary lacks. ``ids`` are the texts' tokens,
    where they are known already.
    """
    import numpy as np

    ids = tokens.ids(texts) if ids is None else ids
    lengths = np.fromiter(map(len, ids), np.int64, len(ids))
    flat = np.fromiter(chain.from_iterable(ids), np.int64, lengths.sum())
    owners = np.repeat(np.arange(len(ids)), lengths)
    distinct, which = np.unique(flat, return_inverse=True)
    unknown = distinct == tokens.tokenizer.unk_token_id
    pieces = tokens.tokenizer.convert_ids_to_tokens(distinct.tolist())
    telling = np.array([_tells(str(piece)) for piece in pieces], bool) & ~unknown
    known = np.bincount(owners, telling[which], len(ids))
    lost = np.bincount(owners, unknown[which], len(ids))
    for row in np.flatnonzero(known == 0).tolist():
        known[row] = len(_EMOTICON.findall(texts[row]))
    return np.where(known > 0, known / np.maximum(known + lost, 1), 0.0)


@cache
def _tells(piece: str) -> bool:
    # So: pictographs, but also lines and boxes (U+2500 to U+25FF), one of which marks spaces in vocabularies.
    return any(
        unicodedata.category(c)[0] == "L"
        or (unicodedata.category(c) == "So" and not 0x2500 <= ord(c) <= 0x25FF)
        for c in piece
    )
