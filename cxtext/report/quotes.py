"""Quotes that differ from each other: critical and favourable ones for every topic."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from cxtext.report.figures import text_or_none

if TYPE_CHECKING:
    import pandas as pd

SHORTEST, LONGEST = 20, 280  # in columns: a Chinese or Korean character counts twice
PER_SIDE = 3
CANDIDATES = 80  # a side, before choosing; keeps large topics quick


def choose_quotes(said: pd.DataFrame, topic_ids: list[str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Per topic ``{"negative": [...], "positive": [...]}``, up to three quotes each.

    ``said`` has one row a (mention, topic) with ``mention``, ``text`` (the whole comment, redacted),
    ``lang``, ``metric`` and ``group`` (of the main score), ``label``, ``polarity``, ``weight``,
    ``respondent`` and ``seg_*`` columns. A quote is the whole comment where its length allows, else the
    mention, and the mention only where it stands letter for letter in the redacted comment: offsets of the
    original would cut masked text wrongly. Chosen greedily: the clearest first, then what is least like those
    already chosen (maximal marginal relevance).
    """
    # A comment that speaks of much else besides is a poorer witness for this topic.
    focus = (said["mention"].str.len() / said["text"].str.len().clip(lower=1)).clip(upper=1) ** 0.5
    ranked = said.assign(clarity=said["polarity"].abs().fillna(0) * said["weight"].fillna(1) * focus)
    ranked = ranked.sort_values(["clarity", "mention_id"], ascending=[False, True])
    segments = [c for c in said.columns if str(c).startswith("seg_")][:1]
    groups = dict(iter(ranked.groupby(["topic_id", "label"], sort=False)))
    chosen: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for topic in topic_ids:
        used: set[str] = set()
        chosen[topic] = {}
        for side in ("negative", "positive"):
            rows = groups.get((topic, side))
            candidates = [] if rows is None else _candidates(rows.head(CANDIDATES), segments)
            chosen[topic][side] = most_diverse([c for c in candidates if c["text"] not in used], PER_SIDE)
            used |= {quote["text"] for quote in chosen[topic][side]}
    return chosen


def _candidates(rows: pd.DataFrame, segments: list[str]) -> list[dict[str, Any]]:
    candidates = []
    columns = ["text", "mention", "lang", "metric", "group", "label", "respondent", "clarity", *segments]
    for row in rows[columns].to_dict("records"):
        options = (row["text"], row["mention"] if row["mention"] in row["text"] else "")
        text = next((" ".join(t.split()) for t in options if SHORTEST <= width(t) <= LONGEST), None)
        if text:
            candidates.append(
                {
                    "text": text,
                    "lang": row["lang"],
                    "group": text_or_none(row["group"]),
                    "metric": row["metric"],
                    "sentiment": row["label"],
                    "segment": next(
                        (f"{c.removeprefix('seg_')}: {row[c]}" for c in segments if text_or_none(row[c])),
                        None,
                    ),
                    "respondent": row["respondent"],
                    "clarity": row["clarity"],
                }
            )
    return candidates


def most_diverse(candidates: list[dict[str, Any]], k: int) -> list[dict[str, Any]]:
    """Up to ``k`` candidates, best first; near-duplicates and second quotes of one person are left out.

    >>> late = {"text": "The parcel came late", "lang": "en", "group": "low", "respondent": 1, "clarity": 1.0}
    >>> twin = late | {"text": "The parcel came late!", "respondent": 2}
    >>> other = late | {"text": "배송이 너무 늦었어요", "lang": "ko", "respondent": 3, "clarity": 0.5}
    >>> [quote["text"] for quote in most_diverse([late, twin, other], 2)]
    ['The parcel came late', '배송이 너무 늦었어요']
    """
    grams = [_grams(c["text"]) for c in candidates]
    chosen: list[int] = []
    likeness = [0.0] * len(candidates)
    while len(chosen) < k:
        best, best_worth = None, float("-inf")
        for i, candidate in enumerate(candidates):
            if i in chosen or any(candidate["respondent"] == candidates[j]["respondent"] for j in chosen):
                continue
            if chosen:
                j = chosen[-1]
                text = len(grams[i] & grams[j]) / max(1, len(grams[i] | grams[j]))
                if text > 0.6:
                    likeness[i] = float("inf")
                # Not the score's group: one quote from each would show praise by detractors, who are often
                # misread, far oftener than it is written.
                same = candidate["lang"] == candidates[j]["lang"]
                likeness[i] = max(likeness[i], text + 0.3 * same)
            worth = candidate["clarity"] - likeness[i]
            if worth > best_worth:
                best, best_worth = i, worth
        if best is None:
            break
        chosen.append(best)
    keep = ("text", "lang", "metric", "group", "sentiment", "segment")
    return [{key: candidates[i].get(key) for key in keep} for i in chosen]


def _grams(text: str) -> set[str]:
    letters = "".join(c for c in text.lower() if c.isalnum())
    size = 2 if any(unicodedata.east_asian_width(c) == "W" for c in letters) else 3
    return {letters[i : i + size] for i in range(max(1, len(letters) - size + 1))}


def width(text: str) -> int:
    """Columns that a text takes: wide characters count twice.

    >>> width("late"), width("늦음")
    (4, 4)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
