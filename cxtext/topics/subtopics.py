"""What a topic is made of: subtopics found within its own texts, where a cut is found again; else none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cxtext.topics.centre import unit
from cxtext.topics.choose import agreements, given_to, overlaps
from cxtext.topics.groups import Tree, means, principal, smoothed
from cxtext.topics.parts import Parts

if TYPE_CHECKING:
    from cxtext.topics.model import TopicModel
    from cxtext.topics.texts import Texts

SIZES = (2, 3, 4, 5)
MENTIONS, RESPONDENTS = 100, 50  # below these a topic stays whole
FEWEST = 20  # texts a subtopic, and texts from which a language has a mean within the topic
MOST = 2000  # texts of a topic that are looked at
SPLITS = 6  # pairs of halves
CLOUDS = 3  # clouds without groups that a cut must beat
FOUND_AGAIN = 0.6  # mean Jaccard overlap with the halves' groups: "fair" among topics too
ABOVE_CLOUD = 1 / 3  # of the way from the agreement of the clouds' halves to full agreement
TYPICAL = 0.05  # share of a subtopic's texts that lie farther out than one that belongs to it may


class Cut(NamedTuple):
    """``label`` (n,) subtopic of each text, ``stability`` one a subtopic."""

    label: np.ndarray
    stability: list[float]


def find_parts(
    texts: Texts, topic: np.ndarray, respondents: np.ndarray, model: TopicModel, seed: int
) -> Parts:
    """The subtopics of a model's topics, under ids after the model's last.

    ``topic`` (mentions,) the topic id of each mention, None without; ``respondents`` (mentions,). A topic of
    fewer than 100 mentions or 50 respondents stays whole: its halves would have too few texts a subtopic.
    """
    ids: list[str] = []
    parents: list[str] = []
    centres: list[np.ndarray] = []
    limits: list[float] = []
    stability: list[float] = []
    for name in dict.fromkeys(model.ids):
        mine = np.flatnonzero(topic == name)
        if len(mine) < MENTIONS or len(set(respondents[mine])) < RESPONDENTS:
            continue
        own = np.unique(texts.which[mine])
        own = np.sort(np.random.default_rng(seed).permutation(own)[:MOST])
        vectors, langs = texts.rows(own)
        place = model.space.place(vectors, langs).astype(np.float32)
        found = cut(within(place, langs), seed)
        if found is None:
            continue
        centre = means(place, found.label)
        cosine = (place * centre[found.label]).sum(axis=1)
        number = model.last + 1 + len(ids)
        ids += [f"t{number + i:02d}" for i in range(len(centre))]
        parents += [name] * len(centre)
        centres.append(centre)
        limits += [float(np.quantile(cosine[found.label == i], TYPICAL)) for i in range(len(centre))]
        stability += found.stability
    if not ids:
        return Parts.none(model.centres.shape[1])
    return Parts(tuple(ids), tuple(parents), np.concatenate(centres), np.array(limits), tuple(stability))


def within(place: np.ndarray, langs: list[str]) -> np.ndarray:
    """A topic's texts (n, d) seen from its middle, language by language; unit rows of at most 64 numbers.

    The numbers are the principal components, which the groups are sought in anyway, and six times as quick.

    >>> within(np.array([[0.8, 0.6], [0.8, -0.6]]), ["en", "en"])[:, 0].tolist()
    [1.0, -1.0]
    """
    named = np.asarray(langs, dtype=object)
    seen = place - place.mean(axis=0)
    for lang in sorted(set(langs)):
        mine = named == lang
        if mine.sum() >= FEWEST:
            seen[mine] = place[mine] - place[mine].mean(axis=0)
    return principal(seen)


def cut(view: np.ndarray, seed: int) -> Cut | None:
    """The best cut of the texts ``view`` (n, d) into two to five groups; None where none is to be trusted.

    As with topics, two separate halves of the texts are grouped by themselves and compared on all texts. A
    long cloud without any group is cut in two at the same place each time, so halves that agree prove
    nothing by themselves: their adjusted mutual information must be a third of the way from that of clouds of
    the same spread without groups to 1 (normal, same covariance; the idea of the gap statistic, Tibshirani
    et al. 2001).
    Every group must have a mean Jaccard overlap of .6 with the halves' groups, and 20 texts. Of the sizes
    that pass, the one farthest above the clouds is taken.
    """
    sizes = [k for k in SIZES if k * FEWEST <= len(view)]
    if not sizes:
        return None
    tree, halves = Tree(smoothed(view)), _given(view, sizes, seed, SPLITS)
    clouds = [_given(_cloud(view, seed + i), sizes, seed, SPLITS // CLOUDS) for i in range(CLOUDS)]
    best: tuple[float, Cut] | None = None
    for k in sizes:
        label = tree.groups(k)
        if np.bincount(label, minlength=k).min() < FEWEST:
            continue
        cloud = float(np.mean([np.mean(agreements(given[k])) for given in clouds]))
        above = (float(np.mean(agreements(halves[k]))) - cloud) / max(1 - cloud, 1e-9)
        stability = overlaps(label, halves[k])
        if above >= ABOVE_CLOUD and min(stability) >= FOUND_AGAIN and (best is None or above > best[0]):
            best = above, Cut(label, stability)
    return best[1] if best else None


def _given(view: np.ndarray, sizes: list[int], seed: int, splits: int) -> dict[int, np.ndarray]:
    """By size the groups of two halves for each split, given to all texts: (texts, halves)."""
    orders = [np.random.default_rng((seed, split)).permutation(len(view)) for split in range(splits)]
    halves = [np.sort(part) for order in orders for part in np.array_split(order, 2)]
    trees = [Tree(smoothed(view[part])) for part in halves]
    return {k: given_to(view, view, halves, [tree.groups(k) for tree in trees]) for k in sizes}


def _cloud(view: np.ndarray, seed: int) -> np.ndarray:
    """Normal rows with the mean and covariance of ``view``, unit length."""
    middle = view.mean(axis=0)
    _, spread, axes = np.linalg.svd(view - middle, full_matrices=False)
    drawn = np.random.default_rng(seed).standard_normal((len(view), len(spread)))
    return unit(drawn * (spread / np.sqrt(len(view))) @ axes + middle).astype(np.float32)
