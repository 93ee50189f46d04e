"""Responses whose text and score say the opposite, each with the likeliest reason by stated rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cxtext.tables import SENTIMENT_MISMATCHES, check

if TYPE_CHECKING:
    import pandas as pd

SURE = 0.9  # of the text's own side, for its reading to be trusted against the score
# What marks praise as not meant: faces, a quoted or bracketed word of praise, set phrases.
_MARKS = (
    "🙄", "🙃", "😒", r"\(!\)", "（！）", r"\bthanks? for nothing\b", r"\bslow clap\b",
    r"\bjust (?:great|perfect|wonderful)\b", "呵呵", "참 (?:잘|빠르|친절|대단)", "퍽이나", "아주 그냥",
    "真是(?:厲害|厉害)", "さすがですね", r"\bmerci pour rien\b",
)  # fmt: skip
_PRAISE = (
    "great", "excellent", "friendly", "fast", "help(?:ful)?", "service", "super", "premium", "친절", "빠른",
    "최고", "서비스", "好", "快", "貼心", "贴心", "專業", "专业", "服務", "服务", "親切", "サービス", "迅速",
)  # fmt: skip
_QUOTED = rf"[\"'“‘«「『](?:{'|'.join(_PRAISE)})[\"'”’»」』]"
_IRONY = re.compile("|".join((*_MARKS, _QUOTED)), re.IGNORECASE)


def find_mismatches(rows: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The sentiment_mismatches table from ``rows`` (see against_scores.scored_texts), strongest first.

    A mismatch is a score at the good end with a text labelled negative, or the bad end with one labelled
    positive. The reason, the first that holds:

    - ``sarcasm``: low score, favourable wording, and a mark of irony in the text (a rolling-eyes face, a
      word of praise in quotation marks, a set phrase);
    - ``scale_misread``: another score of the same response sides with the text; or none sides with the score,
      the score is the outermost code, every mention is on the text's side, and the model is sure (0.9);
    - ``model_error``: all others.
    """
    opposite = {("positive", "negative"), ("negative", "positive")}
    keep = [pair in opposite for pair in zip(rows["says"], rows["label"], strict=True)]
    found = rows[keep].copy()
    texts = tables["comments"].groupby("response_id")["text"].agg(" ".join)
    others = rows.groupby("response_id")["says"].agg(list)
    sides = _sides(tables)
    found["reason"] = [
        _reason(row, texts.get(row["response_id"], ""), others[row["response_id"]],
                sides.get(row["response_id"], set()))
        for row in found.to_dict("records")
    ]  # fmt: skip
    found["score"] = found["value"]
    found = found.assign(strength=-found["polarity"].abs()).sort_values(
        ["metric", "strength", "response_id", "question_id"], kind="stable"
    )
    columns = [column.name for column in SENTIMENT_MISMATCHES.columns]
    return check(SENTIMENT_MISMATCHES, found[columns].reset_index(drop=True))


def _sides(tables: dict[str, pd.DataFrame]) -> dict[str, set[str]]:
    """The labels that a response's mentions have."""
    tone = tables["sentiments"]
    tone = tone.loc[tone["level"] == "mention", ["unit_id", "label"]]
    rows = tables["mentions"][["mention_id", "comment_id"]].merge(
        tone, left_on="mention_id", right_on="unit_id"
    )
    rows = rows.merge(tables["comments"][["comment_id", "response_id"]], on="comment_id")
    found: dict[str, set[str]] = {}
    for response, label in zip(rows["response_id"], rows["label"], strict=True):
        found.setdefault(response, set()).add(label)
    return found


def _reason(row: dict[Any, Any], text: str, scores: list[str], mentions: set[str]) -> str:
    if row["label"] == "positive" and _IRONY.search(text):
        return "sarcasm"
    other = list(scores)
    other.remove(row["says"])
    if row["label"] in other and row["says"] not in other:
        return "scale_misread"
    good_code = row["scale_max"] if row["higher_is_better"] else row["scale_min"]
    bad_code = row["scale_min"] if row["higher_is_better"] else row["scale_max"]
    outermost = row["value"] == (good_code if row["says"] == "positive" else bad_code)
    sure = row[f"p_{row['label']}"] >= SURE
    if row["says"] not in other and outermost and sure and mentions <= {row["label"]}:
        return "scale_misread"
    return "model_error"
