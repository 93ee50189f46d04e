"""What is odd about comments; nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.load.issues import Issue, summary

if TYPE_CHECKING:
    import pandas as pd

CELL_LIMIT = 32_767  # characters that a workbook's cell can hold
_MANY = 20
_TEST = r"(?i)^(?:test(?:ing|s)?|asdf+|qwerty|lorem ipsum.*|테스트|測試|测试|テスト)[.! ]*$"
# UTF-8 read as Windows-1252: an accented capital and then a sign from the upper half.
_MOJIBAKE = (
    r"\x{00C3}[\x{0080}-\x{00BF}\x{2018}-\x{203A}]|\x{00E2}\x{20AC}"
    r"|[\x{00EA}-\x{00ED}][\x{0080}-\x{00BF}\x{2018}-\x{203A}\x{0152}-\x{017E}]"
)


def text_issues(comments: pd.DataFrame, label: str) -> list[Issue]:
    """Replacement characters, mojibake, cut cells, test texts and texts that many respondents share."""
    import pyarrow as pa
    import pyarrow.compute as pc

    issues = []
    for question, texts in comments.groupby("question_id", sort=False)["text"]:
        cells = pa.array(texts, pa.large_string())
        counts = {
            "W_REPLACEMENT_CHAR": (_n(pc.match_substring(cells, "\ufffd")), "hold characters that were lost"),
            "W_MOJIBAKE": (_n(pc.match_substring_regex(cells, _MOJIBAKE)), "look read in a wrong encoding"),
            "W_CELL_LIMIT": (_n(pc.equal(pc.utf8_length(cells), CELL_LIMIT)), "were cut by a workbook"),
            "W_TEST_LIKE_TEXT": (_n(pc.match_substring_regex(cells, _TEST)), "read like tests"),
        }
        issues += [
            summary(label, code, "warning", f"{n:,} comments {what}", str(question))
            for code, (n, what) in counts.items()
            if n
        ]
        often = texts[texts.str.len() >= _MANY].value_counts()
        if len(often) and often.iloc[0] >= _MANY:
            n = int((often >= _MANY).sum())
            text = f"{n:,} long texts occur {_MANY} times or more, one {often.iloc[0]:,} times"
            issues.append(summary(label, "W_REPEATED_TEXT", "warning", text, str(question)))
    return issues


def _n(found: object) -> int:
    import pyarrow.compute as pc

    return pc.sum(found).as_py() or 0
