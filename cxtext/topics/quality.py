"""Whether topics are any good: how well their terms go together, and how much they repeat each other."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

TERMS = 10
KEYWORDS = 8


def coherence(terms: pd.DataFrame, tokens: list[list[str]]) -> dict[str, float]:
    """For each topic the mean NPMI of the pairs of its ten first terms, language by language; -1 to 1.

    ``npmi = ln(p(xy) / (p(x) p(y))) / -ln p(xy)`` with shares of mentions (Bouma 2009; Lau et al. 2014); a
    pair that never stands in one mention counts -1. Languages are weighted by their pairs; a topic with fewer
    than two terms in every language has no value.
    """
    wanted = set(terms["term"])
    alone: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for words in tokens:
        mine = sorted(wanted & set(words))
        alone.update(mine)
        together.update(itertools.combinations(mine, 2))
    values: dict[str, list[float]] = {}
    top = terms[terms["rank"] <= TERMS]
    for (topic, _), own in top.groupby(["topic_id", "lang"], sort=True)["term"]:
        for pair in itertools.combinations(sorted(own), 2):
            both, n = together[pair], len(tokens)
            ratio = both * n / max(alone[pair[0]] * alone[pair[1]], 1)
            value = math.log(ratio) / -math.log(both / n) if 0 < both < n else (1.0 if both else -1.0)
            values.setdefault(str(topic), []).append(value)
    return {topic: sum(found) / len(found) for topic, found in values.items()}


def diversity(terms: pd.DataFrame) -> float | None:
    """Share of distinct terms among the ten first terms of all topics, 1 where none repeats another's."""
    top = terms[terms["rank"] <= TERMS]
    return len(top[["lang", "term"]].drop_duplicates()) / len(top) if len(top) else None


def keywords(tokens: list[list[str]]) -> list[str]:
    """The words of the most mentions, each in two at least: what can be said where topics cannot."""
    counts = Counter(word for words in tokens for word in set(words))
    return [word for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n > 1][
        :KEYWORDS
    ]
