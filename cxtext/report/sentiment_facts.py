"""How far the sentiment can be trusted here: agreement with the scores, calibration, mismatches, windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.figures import known, text_or_none
from cxtext.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20  # mismatches on the page; the workbook has all
LONGEST = 300  # characters of a comment
REASONS = ("sarcasm", "scale_misread", "model_error")


def sentiment_facts(tables: dict[str, pd.DataFrame], run: dict[str, Any], words: Words) -> dict[str, Any]:
    """``checks`` (a row a metric and language), ``mismatches`` (counts by reason and rows), ``long``."""
    checks = tables["sentiment_checks"]
    rows = [
        _check(metric, text_or_none(lang), part, words)
        for (metric, lang), part in checks.groupby(["metric", "lang"], dropna=False, sort=False)
    ]
    return {"checks": rows, "mismatches": _mismatches(tables, words), "long": _long(tables, run, words)}


def _check(metric: Any, lang: str | None, part: pd.DataFrame, words: Words) -> dict[str, Any]:
    by = {row["statistic"]: row for row in part.to_dict("records")}
    fact = {
        "metric": metric,
        "label": words.metric(metric),
        "lang": lang,
        "language": words("sentiment.all") if lang is None else words.get(f"lang.{lang}", lang),
    }
    return fact | {name: _figure(by[name], words) for name in ("kappa", "ece", "effort_auc") if name in by}


def _figure(row: dict[Any, Any], words: Words) -> dict[str, Any]:
    """Two digits and the interval; in words where the base is too small."""
    value, low, high = (known(row[key]) for key in ("value", "low", "high"))
    if value is None:
        text = words("sentiment.few")
    else:
        text = f"{words.number(value, 2)} ({words.span(low, high, 'scale_points', 'number.range')})"
    n = int(row["n"])
    return {"value": value, "low": low, "high": high, "n": n, "text": text, "n_text": words.number(n, 0)}


def _mismatches(tables: dict[str, pd.DataFrame], words: Words) -> dict[str, Any]:
    found = tables["sentiment_mismatches"]
    counts = found["reason"].value_counts()
    checks = tables["sentiment_checks"]
    n_all = int(checks.loc[checks["lang"].isna() & (checks["statistic"] == "kappa"), "n"].sum())
    comments = tables["comments"].sort_values(
        ["n_chars", "comment_id"], ascending=[False, True], kind="stable"
    )
    texts = comments.drop_duplicates("response_id").set_index("response_id")["text"]
    strongest = found.assign(strength=found["polarity"].abs()).sort_values(
        "strength", ascending=False, kind="stable"
    )
    rows = [
        {
            "response_id": row["response_id"],
            "metric": words.metric(row["metric"]),
            "score": words.number(row["score"], 0 if float(row["score"]).is_integer() else 1),
            "label": words.name("topics", row["label"]),
            "polarity": row["polarity"],
            "lang": row["lang"],
            "reason": row["reason"],
            "reason_text": words(f"reason.{row['reason']}"),
            "text": str(texts.get(row["response_id"], ""))[:LONGEST],
        }
        for row in strongest.head(SHOWN).to_dict("records")
    ]
    reasons = [
        {
            "reason": key,
            "n": int(counts.get(key, 0)),
            "label": words(f"reason.{key}"),
            "rule": words(f"rule.{key}"),
        }
        for key in REASONS
    ]
    lead = words("sentiment.mismatch_lead", n=words.number(len(found), 0), total=words.number(n_all, 0))
    return {"n": len(found), "n_all": n_all, "text": lead, "reasons": reasons, "rows": rows}


def _long(tables: dict[str, pd.DataFrame], run: dict[str, Any], words: Words) -> dict[str, Any]:
    told = run.get("long_texts") or {}
    comments = tables["comments"]
    n = int(comments.loc[~comments["filler"].astype(bool), "text"].nunique())
    if not told or not n:
        return {"text": ""}
    windowed = int(told["windowed"])
    share = 100 * min(windowed / n, 1.0)
    text = words("sentiment.long", n=words.number(windowed, 0), share=words.share(share),
                 room=words.number(told["room"], 0), cut=words.number(told["truncated"], 0))  # fmt: skip
    return {"windowed": windowed, "truncated": int(told["truncated"]), "n": n, "share": share, "text": text}
