"""What the text stage adds to the comments: language, how sure, and whether they say anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.tables import COMMENTS, check
from cxtext.text.fillers import is_filler
from cxtext.text.language import identify

if TYPE_CHECKING:
    import pandas as pd


def annotate(comments: pd.DataFrame) -> pd.DataFrame:
    """The comments table with ``lang``, ``lang_confidence`` and ``filler`` filled; the input is not edited.

    Languages are judged over the whole table (see ``cxtext.text.language``), so annotate a file at once.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"comment_id": ["1|q|0", "2|q|0"], "response_id": ["1", "2"], "question_id": "q",
    ...     "text": ["배송이 너무 느려요", "없음"], "n_chars": [10, 2],
    ...     "lang": "und", "lang_confidence": None, "filler": False})
    >>> annotate(table)[["lang", "filler"]].to_numpy().tolist()
    [['ko', False], ['ko', True]]
    """
    import pandas as pd

    texts = comments["text"].tolist()
    found = identify(texts)
    known: dict[tuple[str, str], bool] = {}
    for text, language in zip(texts, found, strict=True):
        key = text, language.code
        if key not in known:
            known[key] = is_filler(*key)
    return check(
        COMMENTS,
        comments.assign(
            lang=pd.Series([f.code for f in found], index=comments.index, dtype="str"),
            lang_confidence=pd.Series([f.confidence for f in found], index=comments.index, dtype="float64"),
            filler=pd.Series(
                [known[t, f.code] for t, f in zip(texts, found, strict=True)],
                index=comments.index,
                dtype="bool",
            ),
        ),
    )
