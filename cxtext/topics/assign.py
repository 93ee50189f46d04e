"""Which topic a text belongs to, and by what: assigned by density, reassigned by its nearest centre."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

TYPICAL = 0.05  # share of a topic's own texts that lie farther out than a reassigned text may
UNASSIGNED = 0.15  # at most this share stays without a topic


class Assignment(NamedTuple):
    """For each text its topic (-1 none), the cosine to the topic's centre, and how it got there."""

    topic: np.ndarray
    weight: np.ndarray
    how: np.ndarray  # assigned, reassigned, or "" for none


def assign(vectors: np.ndarray, labels: np.ndarray, middle: np.ndarray, counts: np.ndarray) -> Assignment:
    """Texts that density left out go to the nearest centre if they lie as near as its own texts do.

    The limit is the cosine that 95 % of the assigned texts reach, lowered until at most 15 % of the mentions
    (texts times ``counts``) stay without a topic. ``vectors`` (n, d), ``labels`` (n,), ``middle`` (k, d).
    """
    cosine = vectors @ middle.T
    near = cosine.argmax(axis=1)
    best = cosine[np.arange(len(vectors)), near]
    inside = labels >= 0
    own = cosine[np.flatnonzero(inside), labels[inside]]
    limit = min(np.quantile(own, TYPICAL), _limit_for_coverage(best[~inside], counts[~inside], counts.sum()))
    joins = ~inside & (best >= limit)
    topic = np.where(inside, labels, np.where(joins, near, -1))
    weight = np.where(inside, cosine[np.arange(len(vectors)), np.maximum(labels, 0)], best)
    how = np.where(inside, "assigned", np.where(joins, "reassigned", "")).astype(object)
    return Assignment(topic, weight, how)


def _limit_for_coverage(best: np.ndarray, counts: np.ndarray, total: float) -> float:
    """The highest cosine limit that leaves at most 15 % of all mentions outside."""
    order = np.argsort(best, kind="stable")
    left_out = np.cumsum(counts[order])
    beyond = np.flatnonzero(left_out > UNASSIGNED * total)
    return float(best[order[beyond[0]]]) if len(beyond) else np.inf
