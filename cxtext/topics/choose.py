"""Which topics, and how many: what separate halves of the texts agree on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cxtext.topics.groups import Tree, consensus, means, merge_alike, settled, smoothed

SIZES = (5, 6, 8, 10, 12, 15, 20, 30, 40)
SMALLEST = 15  # texts a topic, on average, in a half
MANY, AT_LEAST = 1000, 8  # so many texts fall into eight groups at least: fewer would be headings
SPLITS = 24  # pairs of halves
HALF = 1500  # texts of a half at most
JUDGED = 3000  # texts at most on which halves are compared
SHARED = 2000  # of these, at most, on which they are made one; Ward's memory grows with the square
NEAR = 0.3  # cosine to the topic's centre from which the curve counts a text as covered


class Size(NamedTuple):
    """One candidate number of groups.

    ``agreement``: adjusted mutual information of two halves' groups given to all texts, mean over the
    splits; 1 the same, 0 chance. ``error``: its standard error. ``gap_error``: the standard error of what it
    is below the best candidate's, split by split. ``coverage``: share of texts within a cosine of .3 of their
    group's centre, in one half's groups.
    """

    groups: int
    agreement: float
    error: float
    gap_error: float
    coverage: float


class Groups:
    """Spherical k-means as BERTopic takes a clusterer, the number of topics chosen by the data.

    The texts are split into halves 24 times, and each half is grouped by itself. Taken is the least number
    of groups on which the halves agree as well as on the best number, within one standard error of the
    difference (stability in the sense of von Luxburg 2010, with Breiman's rule); of a thousand texts eight at
    least. k-means over all texts then starts from what the halves' groups have in common, so that no single
    sample's accidents decide; groups that speak of the same thing are joined. After ``fit``: ``labels_``
    (n,), ``groups`` (before joining), ``tried``, ``why``, and ``stability``, for each topic its mean best
    Jaccard overlap with a topic of a half's.

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
        fewest = AT_LEAST if n >= MANY else 0
        sizes = [k for k in SIZES if fewest <= k and k * SMALLEST <= n // 2] or list(SIZES[:1])
        halves = list(self._halves())
        trees = [Tree(smoothed(self.view[part])) for part in halves]
        labels = {k: [tree.groups(k) for tree in trees] for k in sizes}
        some = np.random.default_rng(self.seed).permutation(n)[:JUDGED]
        judged = self.view[some]
        given = {k: given_to(judged, self.view, halves, labels[k]) for k in sizes}
        agreed = np.array([agreements(given[k]) for k in sizes])
        row, gap_error = least_as_good(agreed)
        own_error = agreed.std(axis=1, ddof=1) / np.sqrt(SPLITS)
        near = [_near(given[k][:, 0], judged) for k in sizes]
        curve = [
            Size(k, *map(float, each))
            for k, *each in zip(sizes, agreed.mean(axis=1), own_error, gap_error, near, strict=True)
        ]
        chosen, best = curve[row], max(curve, key=lambda size: size.agreement)
        self.groups = k = chosen.groups
        shared = consensus(given[k][:SHARED], k)
        self.labels_ = merge_alike(self.view, settled(x, means(x[some[:SHARED]], shared)))
        self.tried = [{name: round(v, 4) for name, v in size._asdict().items()} for size in curve]
        self.why = (
            f"{int(self.labels_.max()) + 1} topics, from {k} groups: the least on which two separate halves "
            "of the texts agree as well as on any number (adjusted mutual information "
            f"{chosen.agreement:.3f}, the best {best.agreement:.3f}, standard error of the difference "
            f"{chosen.gap_error:.3f})"
        )
        whole = [merge_alike(self.view[part], label) for part, label in zip(halves, labels[k], strict=True)]
        self.stability = overlaps(self.labels_, given_to(self.view, self.view, halves, whole))
        return self

    def _halves(self) -> Iterator[np.ndarray]:
        """Which texts are in each half; the two of a split follow one another."""
        n = len(self.view)
        for split in range(SPLITS):
            order = np.random.default_rng((self.seed, split)).permutation(n)
            yield from (np.sort(part[:HALF]) for part in (order[: n // 2], order[n // 2 :]))


def given_to(
    to: np.ndarray, view: np.ndarray, halves: list[np.ndarray], labels: list[np.ndarray]
) -> np.ndarray:
    """Each half's groups, ``labels`` of its rows of ``view``, given to the rows ``to`` by the nearest centre.

    Shape (texts, halves).
    """
    centres = (means(view[part], label) for part, label in zip(halves, labels, strict=True))
    return np.stack([(to @ centre.T).argmax(axis=1) for centre in centres], axis=1)


def agreements(given: np.ndarray) -> list[float]:
    """Adjusted mutual information of the two halves of each split, which follow one another in ``given``."""
    from sklearn.metrics import adjusted_mutual_info_score

    return [adjusted_mutual_info_score(*pair) for pair in zip(given.T[::2], given.T[1::2], strict=True)]


def least_as_good(agreed: np.ndarray) -> tuple[int, np.ndarray]:
    """The first row (sizes, splits) whose mean is within a standard error of the best, and those errors.

    All sizes are measured on the same splits, so it is the error of the differences split by split: what
    makes one split easier than another makes it easier for every size.

    >>> least_as_good(np.array([[0.50, 0.60, 0.70], [0.60, 0.70, 0.75], [0.61, 0.69, 0.77]]))[0]
    1
    """
    gap = agreed[agreed.mean(axis=1).argmax()] - agreed
    error = gap.std(axis=1, ddof=1) / np.sqrt(agreed.shape[1])
    return int(np.flatnonzero(gap.mean(axis=1) <= error)[0]), error


def _near(group: np.ndarray, judged: np.ndarray) -> float:
    """The share of the judged texts within NEAR of the centre of their group."""
    centre = means(judged, group)[np.unique(group, return_inverse=True)[1]]
    return float(((judged * centre).sum(axis=1) >= NEAR).mean())


def overlaps(label: np.ndarray, given: np.ndarray) -> list[float]:
    """For each group the mean over halves of its best Jaccard overlap with a group of the half's.

    >>> overlaps(np.array([0, 0, 1, 1]), np.array([[1, 0], [1, 0], [0, 0], [0, 0]]))
    [0.75, 0.75]
    """
    k, found = int(label.max()) + 1, []
    for other in given.T:
        shared = np.zeros((k, int(other.max()) + 1))
        np.add.at(shared, (label, other), 1)
        either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0) - shared
        found.append((shared / either).max(axis=1))
    return [float(value) for value in np.mean(found, axis=0)]
