"""findings.json: everything that a report says, as numbers and sentences. The reports are drawings of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cxtext.report.driver_facts import driver_facts, family_facts
from cxtext.report.metric_facts import base_name, bias_facts, metric_facts
from cxtext.report.other_metrics import change_fact, other_metric_facts
from cxtext.report.quality_facts import coverage_facts, note_list, quality_facts, run_facts
from cxtext.report.sentiment_facts import sentiment_facts
from cxtext.report.signal_facts import signal_facts
from cxtext.report.topic_facts import base_facts, topic_facts
from cxtext.report.trend_facts import moved_sentences
from cxtext.report.trust_facts import trust_facts
from cxtext.report.words import Words, load_words

if TYPE_CHECKING:
    import pandas as pd


def findings(tables: dict[str, pd.DataFrame], run: dict[str, Any], lang: str) -> dict[str, Any]:
    """The report's content, ready for JSON: None for missing values, sorted keys, numbers not rounded.

    Parameters
    ----------
    tables
        The tables of a run by name; comments already redacted. ``comment_bias`` may be among them. A table
        that is absent counts as empty.
    run
        The run's record: ``counts``, ``notes``, ``config``, ``models``, ``versions``, ``seed``, ``times``...
    lang
        Language of the sentences: en, ko or zh-Hant.

    Returns
    -------
    dict with the keys ``lang``, ``title``, ``base`` (who answered), ``short`` (the main sentences),
    ``metrics`` (scored questions), ``other_metrics``, ``drivers`` (one entry a metric), ``family`` (the
    declared tests), ``topics``, ``topic_trust`` (whether they are any good), ``comment_bias``,
    ``sentiment`` (how far it can be trusted), ``signals`` (effort, requests, emotions), ``coverage``,
    ``quality``, ``notes``, ``run``. Figures are ``{value, low, high, n, unit, text}``; ``text`` is the
    rounded copy for display.
    """
    from cxtext import tables as contracts

    words = load_words(lang)
    full = {name: tables[name] if name in tables else contracts.empty(table)
            for name, table in contracts.TABLES.items()}  # fmt: skip
    metrics = metric_facts(full["metrics"], full["scores"], words)
    for metric in metrics:
        metric["change"] = change_fact(metric["metric"], metric["statistic"], full["metric_changes"], words)
    topics = topic_facts(full, [m["metric"] for m in metrics], run, words)
    family = family_facts(full["drivers"], words)
    bias = bias_facts(tables.get("comment_bias"), metrics, words)
    drivers = driver_facts(full, metrics, bias, words)
    for topic in topics:
        topic["effects"] = [
            row for metric in drivers for row in metric["rows"] if row["topic_id"] == topic["topic_id"]
        ]
    base = base_facts(full)
    return plain(
        {
            "lang": lang,
            "title": words("page.title"),
            "base": base,
            "short": _short(metrics, drivers, topics, family, bias, words) + moved_sentences(topics, words),
            "metrics": metrics,
            "other_metrics": other_metric_facts(
                full["metrics"], full["metric_changes"], full["scores"], words
            ),
            "drivers": drivers,
            "family": family,
            "topics": topics,
            "topic_trust": trust_facts(topics, run, words),
            "comment_bias": bias,
            "sentiment": sentiment_facts(full, run, words),
            "signals": signal_facts(full, base["commenters"], words),
            "coverage": coverage_facts(full, words),
            "quality": quality_facts(full, run, words),
            "notes": note_list(run),
            "run": run_facts(run),
        }
    )


def _short(
    metrics: list[dict[str, Any]],
    drivers: list[dict[str, Any]],
    topics: list[dict[str, Any]],
    family: dict[str, Any],
    bias: list[dict[str, Any]],
    words: Words,
) -> list[str]:
    """The sentences that a reader with one minute needs."""
    lines = []
    weak = {topic["topic_id"] for topic in topics if topic["grade"] == "weak"}
    effects = {metric["metric"]: _effects(metric, weak, words) for metric in drivers}
    for metric in metrics:
        main = metric["main"]
        if main["value"] is None:
            line = words("short.metric_missing", metric=metric["label"], reason=main["note"])
        else:
            line = words(
                "short.metric",
                metric=metric["label"],
                value=main["text"],
                interval=main["interval_text"],
                n=main["n_text"],
            )
        # Where two questions share a metric, its drivers are told once.
        lines.append(words("page.join").join([line, *effects.pop(base_name(metric["metric"]), [])]))
    lines += [" ".join([words.metric(name), *parts]) for name, parts in effects.items()]
    if family["n_undecided"]:
        lines.append(
            words(
                "short.undecided",
                n=words.number(family["n_undecided"], 0),
                family=words.number(family["n"], 0),
            )
        )
    for entry in [b for b in bias if b["differs"]][:1]:
        if gap := entry["difference"]:
            lines.append(
                words("short.bias", metric=words.metric(entry["metric"]), difference=gap["text"],
                      interval=gap["interval_text"])
            )  # fmt: skip
    return lines


def _effects(metric: dict[str, Any], weak: set[str], words: Words) -> list[str]:
    """The three largest effects in each direction, as sentences; said of ``weak`` topics that they are."""
    parts = []
    # A low score is the good end of some scales, so "worse" need not mean "lower".
    sides = ("worse", "better") if metric["higher_is_better"] else ("better", "worse")
    for side, direction in zip(sides, ("down", "up"), strict=True):
        rows = [row for row in metric["rows"] if row["side"] == side][:3]
        if rows:
            named = [
                words(
                    "short.topic_weak" if row["topic_id"] in weak else "short.topic",
                    topic=row["label"], impact=row["effect"]["text"],
                )
                for row in rows
            ]  # fmt: skip
            parts.append(words(f"short.{direction}", topics=words.listed(named)))
    return parts or [words("short.nothing")]


def plain(value: Any) -> Any:
    """The value as JSON knows it: numpy numbers as Python's, NaN and NaT as None, keys as text and sorted.

    >>> plain({"b": float("nan"), "a": (1, 2)})
    {'a': [1, 2], 'b': None}
    """
    if isinstance(value, dict):
        return {str(k): plain(value[k]) for k in sorted(value, key=str)}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    if value is None or isinstance(value, bool | int | str):
        return value
    if hasattr(value, "item"):
        return plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return None if value != value else str(value)
