"""What is said of a driver, in words."""

from __future__ import annotations

from typing import Any

from cxtext.report.words import DIGITS, Words


def _needed(fact: dict[str, Any], words: Words) -> str:
    return words.number(fact["n_needed"], 0)


def verdict_text(fact: dict[str, Any], words: Words) -> str:
    """The verdict; for too little data with the base that would be needed."""
    if fact["verdict"] is None:
        return words("verdict.untested")
    if fact["verdict"] == "not enough data" and fact["n_needed"] is not None:
        return words("verdict.not_enough_data_n", n=_needed(fact, words))
    return words.name("verdict", fact["verdict"])


def driver_sentence(fact: dict[str, Any], words: Words) -> str:
    """Who mentions the topic and what goes with it, with interval and q; or why that cannot be said."""
    if fact["side"] in ("worse", "better"):
        key = "one_marginal" if fact["effect_kind"] == "marginal" else "one_sentence"
    else:
        key = "one_unclear" if fact["side"] == "unclear" else "one_few"
        key += "_n" if fact["n_needed"] is not None else ""
    return words(
        f"drivers.{key}",
        topic=words("page.quoted", x=fact["topic"]),
        polarity=fact["polarity_label"],
        prevalence=fact["prevalence"]["text"],
        n_with=words.number(fact["n_with"], 0),
        impact=fact["effect"]["text"],
        metric=words.metric(fact["metric"]),
        interval=fact["effect"]["interval_text"],
        q=fact["q_text"],
        marginal=fact["marginal"]["text"],
        n_needed=_needed(fact, words),
    )


def worked_row(
    rows: list[dict[str, Any]], bias: dict[str, Any] | None, words: Words
) -> dict[str, Any] | None:
    """A worked row of the marginal impact: the commenters' score less the score without the mentioners.

    None where the comparison of commenters is missing or stands on another base: the sum would not be true.
    """
    base = next((g for g in bias["groups"] if g["group"] == "commenters"), None) if bias else None
    row = next(
        (r for r in rows if r["marginal"]["value"] is not None and r["side"] in ("worse", "better")), None
    )
    if not base or base["value"] is None or row is None or row["n_with"] + row["n_without"] != base["n"]:
        return None
    without = base["value"] - row["marginal"]["value"]
    digits = _digits_that_add_up(base["value"], without, DIGITS.get(base["unit"], 2))
    first, second = words.number(base["value"], digits), words.number(without, digits)
    unit = row["marginal"]["unit"]
    impact = words(f"unit.{unit}", x=words.number(row["marginal"]["value"], digits, signed=True))
    text = words(
        "reading.worked",
        metric=words.metric(row["metric"]),
        base=first,
        n=words.number(row["n_with"], 0),
        topic=words("page.quoted", x=row["topic"]),
        polarity=row["polarity_label"],
        without=second,
        sum=f"{first} − ({second})" if without < 0 else f"{first} − {second}",
        impact=impact,
        adjusted=row["adjusted"]["text"],
    )
    return {
        "base": base["value"],
        "without": without,
        "impact": row["marginal"]["value"],
        "topic_id": row["topic_id"],
        "polarity": row["polarity"],
        "text": text,
    }


def _digits_that_add_up(base: float, without: float, digits: int) -> int:
    """The fewest digits, from ``digits`` on, at which the rounded difference is that of the rounded numbers.

    >>> _digits_that_add_up(1.04, 18.88, 1), _digits_that_add_up(14.2, 36.6, 1)
    (2, 1)
    """
    for more in range(digits, digits + 3):
        rounded = round(round(base, more) - round(without, more), more)
        if rounded == round(base - without, more):
            return more
    return digits
