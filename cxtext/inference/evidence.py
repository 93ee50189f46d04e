"""How much of a text a model can read: what keeps it from being sure about nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxtext.inference.tokens import Tokens

if TYPE_CHECKING:
    import numpy as np

# Made of punctuation, yet they say something.
_EMOTICON = re.compile(r"[:;=][-']?[()DPp/\\|]|\^[_.]?\^|T_T|<3")


def evidence(texts: Sequence[str], tokens: Tokens) -> np.ndarray:
    """float64 (n,), 0 to 1: the share of a text's telling tokens that the vocabulary knows.

    Telling are tokens with a letter or a pictograph, and unknown ones. A text without any (blank, digits,
    punctuation) has 0, and so has one in a script that the vocabulary lacks.
    """
    import numpy as np

    unknown = tokens.tokenizer.unk_token_id
    telling: dict[int, bool] = {}
    shares = np.zeros(len(texts))
    for row, ids in enumerate(tokens.ids(texts)):
        lost = sum(token == unknown for token in ids)
        for token in set(ids) - telling.keys():
            telling[token] = token != unknown and _tells(str(tokens.tokenizer.convert_ids_to_tokens(token)))
        known = sum(telling[token] for token in ids) or len(_EMOTICON.findall(texts[row]))
        shares[row] = known / (known + lost) if known else 0.0
    return shares


def _tells(piece: str) -> bool:
    # So: pictographs, but also lines and boxes (U+2500 to U+25FF), one of which marks spaces in vocabularies.
    return any(
        unicodedata.category(c)[0] == "L"
        or (unicodedata.category(c) == "So" and not 0x2500 <= ord(c) <= 0x25FF)
        for c in piece
    )
