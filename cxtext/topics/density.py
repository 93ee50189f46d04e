"""The alternative to groups around centres: a seeded UMAP layout, HDBSCAN on it, near groups joined."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cxtext.topics.groups import merge_alike

if TYPE_CHECKING:
    from hdbscan import HDBSCAN

NEIGHBOURS = 15
DIMENSIONS = 5
SHARES = (0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05)  # candidates, share of the texts
SMALLEST = 10  # texts, whatever the share
LARGEST = 0.2  # share of the texts; one giant topic with all complaints in it tells nobody anything
MOST_TOPICS = 60
AS_GOOD = 0.9  # share of the best validity from which a size ties with it


class Size(NamedTuple):
    """One candidate: the smallest topic, and what came of it."""

    min_size: int
    topics: int
    coverage: float
    validity: float


def layout(vectors: np.ndarray, seed: int) -> np.ndarray:
    """UMAP to 5 dimensions, cosine; shape (n, 5). The same seed gives the same layout."""
    import umap

    neighbours = min(NEIGHBOURS, len(vectors) - 1)
    with warnings.catch_warnings():
        # UMAP says that a seed costs it its parallelism: that is what is wanted here.
        warnings.filterwarnings("ignore", message="n_jobs value", category=UserWarning)
        warnings.filterwarnings("ignore", message=".*Spectral initialisation.*", category=UserWarning)
        warnings.filterwarnings("ignore", message=".*force_all_finite.*", category=FutureWarning)
        return umap.UMAP(
            n_neighbors=neighbours, n_components=DIMENSIONS, min_dist=0.0, metric="cosine", random_state=seed,
            init="spectral" if len(vectors) > 10 * DIMENSIONS else "random",
        ).fit_transform(vectors)  # fmt: skip


class Layout:
    """The layout as BERTopic takes it in UMAP's place."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def fit_transform(self, vectors: np.ndarray, y: object = None) -> np.ndarray:  # noqa: ARG002
        """See ``layout``."""
        return layout(vectors, self.seed)


class Density:
    """HDBSCAN as BERTopic takes it, the smallest topic chosen by the data.

    The coarsest clustering whose density validity is as good as the best, or nearly. Validity is HDBSCAN's
    approximation of DBCV (Moulavi et al. 2014): how dense topics are inside against between them, noise
    counted as bad. Sizes within 10 % of the best are a tie that chance decides; larger topics are then easier
    to act on, and more respondents stand behind each. No topic holds over a fifth of the texts; there are at
    most 60. After ``fit``: ``labels_`` (n,) from 0, -1 noise; ``tried``, all candidates; ``why``;
    ``stability`` is not known. ``place`` (n, d): the texts as given, in which topics alike are joined.
    """

    labels_: np.ndarray
    groups: int
    tried: list[dict[str, float]]
    why: str
    stability: list[float]

    def __init__(self, place: np.ndarray) -> None:
        self.place = place

    def fit(self, place: np.ndarray, y: object = None) -> Density:  # noqa: ARG002
        """Cluster a layout (n, 5) of distinct texts."""
        fits = {size: density(place, size) for size in sizes(len(place))}
        curve = [
            Size(size, int(model.labels_.max() + 1), float((model.labels_ >= 0).mean()), validity(model))
            for size, model in fits.items()
        ]
        fair = [size for size in curve if 1 < size.topics <= MOST_TOPICS] or curve
        enough = AS_GOOD * max(size.validity for size in fair)
        good = (size for size in fair if size.validity >= enough)
        best = max(good, key=lambda s: s.min_size, default=fair[-1])
        self.groups = best.topics
        self.labels_ = merge_alike(self.place, fits[best.min_size].labels_)
        self.tried = [size._asdict() for size in curve]
        self.why = f"topics of {best.min_size} texts and more: density validity {best.validity:.2f}"
        self.stability = [float("nan")] * (int(self.labels_.max()) + 1)
        return self


def sizes(n: int) -> list[int]:
    """The candidates for the smallest topic, in texts.

    >>> sizes(2000)
    [10, 15, 20, 30, 40, 60, 80, 100]
    """
    return sorted({max(SMALLEST, round(share * n)) for share in SHARES})


def density(place: np.ndarray, min_size: int) -> HDBSCAN:
    """HDBSCAN fitted to a layout."""
    from hdbscan import HDBSCAN

    largest = max(int(LARGEST * len(place)), 2 * min_size)
    return HDBSCAN(
        min_cluster_size=min_size, min_samples=5, max_cluster_size=largest, gen_min_span_tree=True,
        core_dist_n_jobs=1,
    ).fit(place)  # fmt: skip


def validity(model: HDBSCAN) -> float:
    """Relative validity, -1 where there are not two clusters to compare."""
    return float(model.relative_validity_) if model.labels_.max() > 0 else -1.0
