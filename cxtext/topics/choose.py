"""How many topics: as many as two fits on separate halves of the texts agree on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxtext.topics.groups import Tree, means, merge_alike, smoothed

SIZES = (5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25, 30, 40)
SMALLEST = 15  # texts a topic, on average, in a half
AS_GOOD = 0.95  # share of the best agreement from which more topics are as good
HALF = 3000  # texts of a half at most
NEAR = 0.3  # cosine to the topic's centre from which the curve counts a text as covered


class Size(NamedTuple):
    """One candidate: how many groups, how many topics once those that speak of the same thing are joined.

    ``agreement``: adjusted Rand index of the two halves' fits on all texts, 1 the same, 0 chance.
    ``coverage``: share of texts within a cosine of .3 of their topic's centre.
    """

    groups: int
    topics: int
    agreement: float
    coverage: float


class Groups:
    """Spherical k-means as BERTopic takes a clusterer, the number of topics chosen by the data.

    Few topics are found again easily and say little; many say much and are not found again. So the most
    topics are taken on which two fits on separate halves of the texts agree nearly as well (95 %) as on any
    number (stability in the sense of von Luxburg 2010). After ``fit``: ``labels_``
    (n,), ``tried``, ``why``, and ``stability``, for each topic its mean best Jaccard overlap with a topic of
    the halves' fits.

    ``place`` (n, d): the texts as given, from which the halves are smoothed anew.
    """

    labels_: np.ndarray
    tried: list[dict[str, float]]
    why: str
    stability: list[float]

    def __init__(self, place: np.ndarray, seed: int) -> None:
        self.place, self.seed = place, seed

    def fit(self, x: np.ndarray, y: object = None) -> Groups:  # noqa: ARG002
        """Group the smoothed texts ``x`` (n, width)."""
        n = len(x)
        order = np.random.default_rng(self.seed).permutation(n)
        parts = [np.sort(part[:HALF]) for part in (order[: n // 2], order[n // 2 :])]
        halves = [(self.place[part], Tree(smoothed(self.place[part]), self.seed)) for part in parts]
        tree = Tree(x, self.seed)
        sizes = [k for k in SIZES if k * SMALLEST <= n // 2] or list(SIZES[:1])
        found = {k: self._again(halves, k) for k in sizes}
        curve = [_size(k, one, two, self.place) for k, (one, two) in found.items()]
        enough = AS_GOOD * max(size.agreement for size in curve)
        best = [size for size in curve if size.agreement >= enough][-1]
        self.labels_ = merge_alike(self.place, tree.groups(best.groups))
        self.tried = [{k: round(v, 4) for k, v in size._asdict().items()} for size in curve]
        self.why = (
            f"{best.topics} topics, from {best.groups} groups: the most on which two fits on separate "
            "halves of the texts agree nearly as well as on any number (adjusted Rand index "
            f"{best.agreement:.2f}, the best {enough / AS_GOOD:.2f})"
        )
        self.stability = _overlaps(self.labels_, found[best.groups])
        return self

    def _again(self, halves: list[tuple[np.ndarray, Tree]], k: int) -> list[np.ndarray]:
        """Each half's topics given to all texts by the nearest centre."""
        centres = [means(part, merge_alike(part, tree.groups(k))) for part, tree in halves]
        return [(self.place @ middle.T).argmax(axis=1) for middle in centres]


def _size(k: int, one: np.ndarray, two: np.ndarray, place: np.ndarray) -> Size:
    from sklearn.metrics import adjusted_rand_score

    centre = means(place, one)
    near = (place * centre[np.unique(one, return_inverse=True)[1]]).sum(axis=1) >= NEAR
    return Size(k, int(one.max()) + 1, float(adjusted_rand_score(one, two)), float(near.mean()))


def _overlaps(label: np.ndarray, again: list[np.ndarray]) -> list[float]:
    """For each topic the mean over refits of its best Jaccard overlap with a refitted topic."""
    k = int(label.max()) + 1
    found = []
    for other in again:
        shared = np.zeros((k, int(other.max()) + 1))
        np.add.at(shared, (label, other), 1)
        either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0) - shared
        found.append((shared / either).max(axis=1))
    return [float(value) for value in np.mean(found, axis=0)]
