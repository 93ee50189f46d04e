"""Would the topic be found again? Refits on part of the texts with other seeds."""

from __future__ import annotations

import numpy as np

from cxtext.topics.alike import centres, merge_alike
from cxtext.topics.cluster import density, layout

REFITS = 2
SAMPLE = 2000  # texts a refit
PART = 0.8


def stability(vectors: np.ndarray, topic: np.ndarray, min_size: int, seed: int) -> np.ndarray:
    """For each topic the mean over refits of the best Jaccard overlap with a refitted topic, 0 to 1.

    A refit draws 80 % of the texts (at most 2,000), lays them out with another seed, clusters with the same
    smallest topic in proportion, and gives what density leaves out to the nearest centre. NaN where no text
    of the topic was drawn. Two refits: a first figure, good for telling solid topics from accidents.
    """
    k = int(topic.max()) + 1
    n = min(SAMPLE, int(PART * len(vectors)))
    found = np.full((REFITS, k), np.nan)
    for refit in range(REFITS):
        rng = np.random.default_rng([seed, refit])
        drawn = np.sort(rng.choice(len(vectors), n, replace=False))
        size = max(5, round(min_size * n / len(vectors)))
        labels = merge_alike(vectors[drawn], density(layout(vectors[drawn], seed + refit + 1), size).labels_)
        if labels.max() < 0:
            found[refit] = 0.0
            continue
        nearest = (vectors[drawn] @ centres(vectors[drawn], labels).T).argmax(axis=1)
        again = np.where(labels >= 0, labels, nearest)
        again[topic[drawn] < 0] = -1  # texts without a topic neither help nor hurt
        found[refit] = [_best_overlap(topic[drawn] == t, again) for t in range(k)]
    with np.errstate(invalid="ignore"):
        known = ~np.isnan(found)
        return np.where(
            known.any(axis=0), np.nansum(found, axis=0) / np.maximum(known.sum(axis=0), 1), np.nan
        )


def _best_overlap(mine: np.ndarray, again: np.ndarray) -> float:
    if not mine.any():
        return float("nan")
    shared = np.bincount(again[mine & (again >= 0)], minlength=again.max() + 1)
    sizes = np.bincount(again[again >= 0], minlength=again.max() + 1)
    return float((shared / (mine.sum() + sizes - shared)).max(initial=0.0))
