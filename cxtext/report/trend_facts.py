"""Topics over time and segments as findings: shares, what changed, what differs from the rest."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from cxtext.report.figures import figure, flag_list, flag_text, known, text_or_none
from cxtext.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

NO_TREND: dict[str, Any] = {"trend": [], "change": None, "segments": []}
UNIT = "percentage_points"
MOVED = ("emerging", "fading")
DIFFERS = ("above the rest", "below the rest")


def trend_facts(trends: pd.DataFrame, words: Words) -> dict[str, dict[str, Any]]:
    """For each topic ``trend`` (a share a period), ``change`` (the test over them), ``segments``.

    What is suppressed is left out; ``quiet`` marks a low base. Segments that differ come first, low bases
    last.
    """
    facts: dict[str, dict[str, Any]] = {}
    for row in trends.to_dict("records"):
        topic = facts.setdefault(row["topic_id"], {"trend": [], "change": None, "segments": []})
        segment, period = text_or_none(row["segment"]), text_or_none(row["period"])
        if segment is None and period is None:
            topic["change"] = _test(row, words, "trend.over")
        elif known(row["share"]) is not None and period is not None:
            topic["trend"].append({"period": period} | _share(row, words))
        elif known(row["share"]) is not None:
            column, _, value = (segment or "").partition("=")
            test = _test(row, words, "trend.against")
            differs = test["verdict"] in DIFFERS
            note = words("trend.note", verdict=test["verdict_text"], detail=test["detail"]) if differs else ""
            topic["segments"].append(
                {"segment": f"{column}: {value}", "test": test, "note": note} | _share(row, words)
            )
    for topic in facts.values():
        topic["segments"].sort(key=_order)
        if len(topic["trend"]) < 2:
            topic["trend"] = []
    return facts


def _order(fact: dict[str, Any]) -> tuple[Any, ...]:
    test = fact["test"]
    return (test["verdict"] not in DIFFERS, fact["quiet"], -abs(test["value"] or 0), fact["segment"])


def _share(row: Mapping[Hashable, Any], words: Words) -> dict[str, Any]:
    return figure(words, row["share"], row["low"], row["high"], "percent") | {
        "n": int(row["base"]), "n_with": int(row["n_respondents"]),
        "n_text": words.number(row["base"], 0), "quiet": "low_base" in flag_list(row["flags"]),
    }  # fmt: skip


def _test(row: Mapping[Hashable, Any], words: Words, key: str) -> dict[str, Any]:
    """The change or difference in percentage points, its q and verdict; ``detail`` says it, or why not."""
    fact = figure(words, row["change"], row["change_low"], row["change_high"], UNIT, True)
    q = known(row["q"])
    if fact["value"] is None:
        detail = flag_text(row["flags"], words)
    else:
        detail = words(key, change=fact["text"], interval=fact["interval_text"], q=words.chance(q))
    return fact | {
        "q": q, "verdict": row["verdict"], "verdict_text": words.name("trend", row["verdict"]),
        "detail": detail,
    }  # fmt: skip


def moved_sentences(topics: list[dict[str, Any]], words: Words) -> list[str]:
    """Which topics emerge and which fade, the largest change first; nothing where none does."""
    lines = []
    for verdict in MOVED:
        moved = [t for t in topics if t["change"] and t["change"]["verdict"] == verdict]
        moved.sort(key=lambda t: -abs(t["change"]["value"]))
        named = [
            words("short.topic", topic=t["name"], impact=words.amount(t["change"]["value"], UNIT, True))
            for t in moved[:3]
        ]
        if named:
            lines.append(words(f"short.{verdict}", topics=words.listed(named)))
    return lines
