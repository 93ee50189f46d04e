"""Which topic a text belongs to, how near it lies, and from where on it belongs to none."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

TYPICAL = 0.05  # share of a topic's own texts that lie farther out than a text that belongs to it may
NEAR = 0.4  # cosine to a centre from which a text always belongs to its topic
UNASSIGNED = 0.15  # at most this share stays without a topic
AHEAD = 0.2  # cosine by which another centre is nearer from which a first one has no claim
BLOCK = 65_536  # texts assigned at a time: 100 MB of vectors of 384 numbers


class Assignment(NamedTuple):
    """For each text the row of its centre (-1 none) and the cosine to it."""

    row: np.ndarray
    weight: np.ndarray


def nearest(
    block: Callable[[int, int], np.ndarray],
    n: int,
    centres: np.ndarray,
    limits: np.ndarray,
    first: np.ndarray | None = None,
) -> Assignment:
    """Each of ``n`` texts to its nearest centre, or none where that is farther than its limit.

    ``block(a, b)`` gives the placed vectors (b - a, d) of some texts; ``centres`` (k, d), ``limits`` (k,).
    Where a text is within the limit of centres marked in ``first`` (k,), these alone count, but for those
    that another centre is nearer than by more than .2.
    """
    row, weight = np.full(n, -1), np.zeros(n)
    for a in range(0, n if len(centres) else 0, BLOCK):
        b = min(n, a + BLOCK)
        cosine = block(a, b) @ centres.T
        best = cosine.argmax(axis=1)
        if first is not None and first.any():
            least = np.maximum(limits, cosine.max(axis=1, keepdims=True) - AHEAD)
            claims = np.where(first & (cosine >= least), cosine, -2.0)
            best = np.where(claims.max(axis=1) > -2.0, claims.argmax(axis=1), best)
        weight[a:b] = cosine[np.arange(b - a), best]
        row[a:b] = np.where(weight[a:b] >= limits[best], best, -1)
    return Assignment(row, weight)


def coverage_limit(cosine: np.ndarray, inside: np.ndarray, counts: np.ndarray) -> float:
    """The cosine to its centre from which a text belongs to a topic.

    What 95 % of the texts that the fit put ``inside`` a topic reach, at most .4 (what is as near as that
    belongs, however dense the topics), lowered until at most 15 % of all mentions (texts times ``counts``)
    stay outside.

    >>> cosine = np.array([0.9, 0.8, 0.7, 0.2])
    >>> coverage_limit(cosine, np.array([True, True, True, False]), np.array([5, 5, 5, 1]))
    0.4
    """
    typical = min(NEAR, float(np.quantile(cosine[inside], TYPICAL)))
    order = np.argsort(cosine, kind="stable")
    beyond = np.flatnonzero(np.cumsum(counts[order]) > UNASSIGNED * counts.sum())
    return min(typical, float(cosine[order[beyond[0]]]) if len(beyond) else typical)
