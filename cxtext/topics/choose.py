"""How many topics: as many as separate halves of the texts agree on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cxtext.topics.groups import Tree, means, merge_alike, smoothed

SIZES = (5, 6, 8, 10, 12, 15, 20, 30, 40)
SMALLEST = 15  # texts a topic, on average, in a half
SPLITS = 24  # pairs of halves
HALF = 1500  # texts of a half at most
JUDGED = 3000  # texts at most on which halves are compared
NEAR = 0.3  # cosine to the topic's centre from which the curve counts a text as covered


class Size(NamedTuple):
    """One candidate number of groups.

    ``agreement``: adjusted mutual information of two halves' groups given to all texts, mean over the
    splits; 1 the same, 0 chance. ``error``: its standard error. ``coverage``: share of texts within a cosine
    of .3 of their group's centre, in one half's groups.
    """

    groups: int
    agreement: float
    error: float
    coverage: float


class Groups:
    """Spherical k-means as BERTopic takes a clusterer, the number of topics chosen by the data.

    Few topics say little; many say much and are not found again. The texts are split into halves 24
    times, and each half is grouped by itself. Taken is the largest number of groups on which the halves
    agree as well as on the best number, within one standard error (stability in the sense of von Luxburg
    2010, with Breiman's rule of one standard error). Groups that speak of the same thing are then joined.
    After ``fit``: ``labels_`` (n,), ``groups`` (before joining), ``tried``, ``why``, and ``stability``, for
    each topic its mean best Jaccard overlap with a topic of a half's.

    ``view`` (n, d): unit rows as given, from which the halves are smoothed anew.
    """

    labels_: np.ndarray
    groups: int
    tried: list[dict[str, float]]
    why: str
    stability: list[float]

    def __init__(self, view: np.ndarray, seed: int) -> None:
        self.view, self.seed = view, seed

    def fit(self, x: np.ndarray, y: object = None) -> Groups:  # noqa: ARG002
        """Group the smoothed texts ``x`` (n, width)."""
        n = len(x)
        sizes = [k for k in SIZES if k * SMALLEST <= n // 2] or list(SIZES[:1])
        halves = list(self._halves())
        judged = self.view[np.random.default_rng(self.seed).permutation(n)[:JUDGED]]
        curve = [self._size(k, halves, judged) for k in sizes]
        best = max(curve, key=lambda size: size.agreement)
        chosen = [size for size in curve if size.agreement >= best.agreement - best.error][-1]
        self.groups = chosen.groups
        self.labels_ = merge_alike(self.view, Tree(x, self.seed).groups(chosen.groups))
        self.tried = [{k: round(v, 4) for k, v in size._asdict().items()} for size in curve]
        self.why = (
            f"{int(self.labels_.max()) + 1} topics, from {chosen.groups} groups: the most on which two "
            "separate halves of the texts agree as well as on any number (adjusted mutual information "
            f"{chosen.agreement:.2f}, the best {best.agreement:.2f}, standard error {best.error:.2f})"
        )
        again = [
            self._given(self.view, part, merge_alike(self.view[part], tree.groups(chosen.groups)))
            for pair in halves for part, tree in pair
        ]  # fmt: skip
        self.stability = _overlaps(self.labels_, again)
        return self

    def _halves(self) -> Iterator[list[tuple[np.ndarray, Tree]]]:
        """Pairs of separate halves: which texts, and their tree."""
        n = len(self.view)
        for split in range(SPLITS):
            order = np.random.default_rng((self.seed, split)).permutation(n)
            parts = [np.sort(part[:HALF]) for part in (order[: n // 2], order[n // 2 :])]
            yield [(part, Tree(smoothed(self.view[part]), self.seed)) for part in parts]

    def _given(self, to: np.ndarray, part: np.ndarray, label: np.ndarray) -> np.ndarray:
        """Labels of some texts given to others by the nearest centre."""
        return (to @ means(self.view[part], label).T).argmax(axis=1)

    def _size(self, k: int, halves: list[list[tuple[np.ndarray, Tree]]], judged: np.ndarray) -> Size:
        from sklearn.metrics import adjusted_mutual_info_score

        given = [[self._given(judged, part, tree.groups(k)) for part, tree in pair] for pair in halves]
        agreement = [adjusted_mutual_info_score(one, two) for one, two in given]
        one = given[0][0]
        centre = means(judged, one)[np.unique(one, return_inverse=True)[1]]
        coverage = ((judged * centre).sum(axis=1) >= NEAR).mean()
        error = float(np.std(agreement, ddof=1) / np.sqrt(len(agreement)))
        return Size(k, float(np.mean(agreement)), error, float(coverage))


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
