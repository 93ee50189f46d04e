"""Responses that left a comment question blank: missing values and the reason, instead of no row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.tables import SENTIMENTS, check

if TYPE_CHECKING:
    import pandas as pd


def blank_units(responses: pd.DataFrame, comments: pd.DataFrame) -> pd.DataFrame:
    """One row of the sentiments table for every response and question without a comment.

    ``unit_id`` is response_id|question_id|0 (comments are numbered from 1), ``flags`` is ``blank``, all else
    is missing. Such a unit has no row in comments, so that a join with them leaves it out. A question that
    nobody answered has no units.

    >>> import pandas as pd
    >>> said = pd.DataFrame({"response_id": ["1"], "question_id": ["why"]})
    >>> found = blank_units(pd.DataFrame({"response_id": ["1", "2"]}), said)
    >>> found[["unit_id", "label", "flags"]].to_numpy().tolist()
    [['2|why|0', nan, 'blank']]
    """
    import pandas as pd

    ids = responses["response_id"]
    parts = []
    for question in sorted(set(comments["question_id"])):
        said = comments.loc[comments["question_id"] == question, "response_id"]
        parts.append(ids[~ids.isin(said)] + f"|{question}|0")
    units = pd.concat(parts, ignore_index=True) if parts else pd.Series(dtype="str")
    missing = {f"p_{side}": float("nan") for side in ("negative", "neutral", "positive")}
    rows = pd.DataFrame({"unit_id": units.astype("str"), "level": "comment", **missing})
    return check(SENTIMENTS, rows.assign(polarity=float("nan"), label=None, flags="blank"))
