"""A figure: a number with its interval, base, unit and the rounded text of both."""

from __future__ import annotations

import math
from typing import Any

from cxtext.report.words import Words


def known(value: Any) -> float | None:
    """The number, or None where it is missing."""
    if value is None or value != value:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def figure(
    words: Words, value: Any, low: Any = None, high: Any = None, unit: str = "points", signed: bool = False
) -> dict[str, Any]:
    """``{value, low, high, unit, text, interval_text}``; None where missing.

    >>> from cxtext.report.words import load_words
    >>> figure(load_words("en"), 14.1667, 7.1, 21.2)["interval_text"]
    '95% interval 7.1 to 21.2'
    """
    value, low, high = known(value), known(low), known(high)
    return {
        "value": value, "low": low, "high": high, "unit": unit,
        "text": words.amount(value, unit, signed),
        "interval_text": words.span(low, high, unit),
    }  # fmt: skip


def share_figure(words: Words, n_with: int, n: int) -> dict[str, Any]:
    """A share of ``n`` people in percent with Wilson's interval; None where there is nobody.

    >>> from cxtext.report.words import load_words
    >>> share_figure(load_words("en"), 130, 480)["interval_text"]  # reference: 23.301 to 31.229
    '95% interval 23.3% to 31.2%'
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(n_with, n, method="wilson") if n else (math.nan, math.nan)
    fact = figure(words, 100 * n_with / n if n else None, 100 * low, 100 * high, "percent")
    return fact | {"n": n, "n_with": n_with, "n_text": words.number(n, 0)}


def flag_text(flags: Any, words: Words) -> str:
    """Flags such as ``low_base clustered`` in words; a flag without words keeps its name.

    The value of a flag such as ``merged_with:t03:negative`` is not told.
    """
    return words.listed([words.name("flag", flag.partition(":")[0]) for flag in flag_list(flags)])


def flag_list(flags: Any) -> list[str]:
    """The flags of a cell; none where it is missing."""
    return [] if flags is None or flags != flags else str(flags).split()


def text_or_none(value: Any) -> str | None:
    """The text of a cell, None where it is missing."""
    return None if value is None or value != value else str(value)
