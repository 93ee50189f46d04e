"""Comments: one row a filled cell, NFC and trimmed, without control characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.load.records import BLANKS, nfc

if TYPE_CHECKING:
    import pandas as pd

_LINE_ENDS = r"\r\n|\r|\x{0085}|\x{2028}|\x{2029}"
_CONTROLS = r"[\x{0000}-\x{0008}\x{000B}\x{000C}\x{000E}-\x{001F}\x{007F}-\x{009F}\x{FEFF}]"


def clean_texts(cells: pd.Series) -> pd.Series:
    r"""Texts as they are analysed: NFC, ``\n`` for every line end, no control characters, trimmed.

    >>> import pandas as pd
    >>> clean_texts(pd.Series([" so\x85slow\x07 "])).tolist()
    ['so\nslow']
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(nfc(cells), pa.large_string())
    texts = pc.replace_substring_regex(texts, _LINE_ENDS, "\n")
    texts = pc.replace_substring_regex(texts, _CONTROLS, "")
    return pd.Series(texts.to_pandas(), dtype="str").set_axis(cells.index).str.strip(BLANKS)


def comment_rows(cells: pd.DataFrame, response_ids: pd.Series, questions: list[str]) -> pd.DataFrame:
    """response_id, question_id and text of every filled comment cell, in row order within a question."""
    import pandas as pd

    parts = []
    for question in questions:
        texts = clean_texts(cells[question])
        filled = texts != ""
        parts.append(
            pd.DataFrame(
                {"response_id": response_ids[filled], "question_id": question, "text": texts[filled]}
            )
        )
    if not parts:
        return pd.DataFrame({c: pd.Series(dtype="str") for c in ("response_id", "question_id", "text")})
    return pd.concat(parts, ignore_index=True)


def number_comments(rows: pd.DataFrame) -> pd.DataFrame:
    """The comments table: ``comment_id`` is response_id|question_id|n, n from 1."""
    from cxtext.tables import COMMENTS, check

    # One code a response and question: grouping by two text columns takes three times as long.
    code = rows["response_id"].factorize()[0] * rows["question_id"].nunique()
    code += rows["question_id"].factorize()[0]
    n = rows.groupby(code, sort=False).cumcount() + 1
    return check(
        COMMENTS,
        rows.assign(
            comment_id=rows["response_id"] + "|" + rows["question_id"] + "|" + n.astype("str"),
            lang="und",
            lang_confidence=float("nan"),
            n_chars=rows["text"].str.len().astype("int64"),
            filler=False,
        ),
    )
