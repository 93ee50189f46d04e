"""Which planted topic a run's mentions speak of, and which found topic stands for a planted one."""

from __future__ import annotations

import json
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
SHARED = 0.5  # of the shorter text: the longest common piece that makes a mention a span's


def truth() -> dict:
    return json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))


def mentions_with_truth(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """A row a mention that holds a planted span: mention_id, lang, ``planted`` and the found ``topic_id``."""
    spans = defaultdict(list)
    for verbatim in truth()["verbatims"]:
        spans[verbatim["response_id"]] += [(span["text"], span["topic"]) for span in verbatim["spans"]]
    comments = tables["comments"][["comment_id", "response_id", "lang"]]
    rows = tables["mentions"].merge(comments, on="comment_id")
    rows["planted"] = [
        _planted(text, spans[response])
        for text, response in zip(rows["text"], rows["response_id"], strict=True)
    ]
    rows = rows.merge(tables["mention_topics"][["mention_id", "topic_id"]], on="mention_id", how="left")
    return rows.dropna(subset=["planted"])[["mention_id", "lang", "planted", "topic_id"]]


def found_topics(rows: pd.DataFrame) -> dict[str, str]:
    """For each planted topic the found one to which most of its mentions were assigned."""
    assigned = rows.dropna(subset=["topic_id"])
    counts = assigned.groupby(["planted", "topic_id"]).size().reset_index(name="n")
    counts = counts.sort_values(["n", "topic_id"], ascending=[False, True]).drop_duplicates("planted")
    return dict(zip(counts["planted"], counts["topic_id"], strict=True))


def _planted(text: str, spans: list[tuple[str, str]]) -> str | None:
    shares = [(_common(text, span), topic) for span, topic in spans]
    share, topic = max(shares, default=(0.0, None), key=lambda pair: pair[0])
    return topic if share > SHARED else None


def _common(one: str, two: str) -> float:
    """Length of the longest common piece over the length of the shorter text."""
    one, two = one.casefold(), two.casefold()
    match = SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
    return match.size / max(1, min(len(one), len(two)))
