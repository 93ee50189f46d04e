"""Topics of a sample of texts: BERTopic with smoothing and groups of our own in its parts' places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cxtext.topics.assign import coverage_limit
from cxtext.topics.centre import learn_space
from cxtext.topics.choose import Groups
from cxtext.topics.density import Density, Layout
from cxtext.topics.groups import Smoothed, means
from cxtext.topics.model import TopicModel
from cxtext.topics.texts import Texts
from cxtext.topics.words import with_words

NO_WORDS = "- --"  # two terms: BERTopic's weights need more than one
FIT_ON = 10_000  # distinct texts; the others are assigned to the centres found on these


class Fitted(NamedTuple):
    """``labels`` (sample,) rows of the model for the texts ``sample``; ``stability`` one a topic."""

    model: TopicModel
    sample: np.ndarray
    labels: np.ndarray
    stability: list[float]
    summary: dict[str, Any]


def fit(
    texts: Texts,
    tokens: list[list[str]],
    polarity: np.ndarray,
    *,
    encoder: str,
    seed: int,
    method: str,
    progress: Callable[[int, int], None],
    after: int = 0,
) -> Fitted | None:
    """Topics of whole texts, numbered on from ``after``, the most mentioned first; None where there are no
    two.

    ``tokens`` and ``polarity`` are of the mentions, in their order. ``method``: centres or density.
    """
    progress(0, 3)
    sample = texts.sample(FIT_ON, seed)
    vectors, langs = texts.rows(sample)
    first = texts.first[sample]
    space = learn_space(vectors, langs, polarity[first])
    place = space.place(vectors, langs).astype(np.float32, copy=False)
    del vectors
    words = [tokens[i] for i in first]
    labels, chosen = _labels(with_words(place, words, langs), words, seed, method)
    progress(2, 3)
    if labels.max(initial=-1) < 1:
        return None
    labels, rank = by_size(labels, texts.counts[sample])
    centres = means(place, labels)
    ids = tuple(f"t{after + i + 1:02d}" for i in range(len(centres)))
    cosine = place @ centres.T
    own = np.where(labels >= 0, cosine[np.arange(len(place)), np.maximum(labels, 0)], cosine.max(axis=1))
    limit = coverage_limit(own, labels >= 0, texts.counts[sample])
    left = float(texts.counts[sample][own < limit].sum() / texts.counts[sample].sum())
    model = TopicModel(
        encoder,
        space,
        ids,
        centres,
        np.full(len(ids), limit),
        ("found",) * len(ids),
        left,
        after + len(ids),
    )
    return Fitted(
        model, sample, np.where(own >= limit, labels, -1), [chosen.stability[i] for i in rank],
        {"method": method, "fitted_on": len(sample), "chosen": chosen.why, "groups": chosen.groups,
         "found": len(ids), "sizes_tried": chosen.tried},
    )  # fmt: skip


def _labels(
    view: np.ndarray, tokens: list[list[str]], seed: int, method: str
) -> tuple[np.ndarray, Groups | Density]:
    """A label a text, and the part that chose them, with its curve."""
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer

    part: Groups | Density = Density(view) if method == "density" else Groups(view, seed)
    model = BERTopic(
        embedding_model=None,
        umap_model=Layout(seed) if method == "density" else Smoothed(),
        hdbscan_model=part,
        vectorizer_model=CountVectorizer(analyzer=str.split),
        calculate_probabilities=False,
    )
    documents = [" ".join(term.replace(" ", "_") for term in words) or NO_WORDS for words in tokens]
    topics, _ = model.fit_transform(documents, embeddings=view)
    return np.asarray(topics), part


def by_size(labels: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Labels renumbered from the most mentioned to the least, and the old label of each new one."""
    size = np.bincount(labels[labels >= 0], weights=counts[labels >= 0])
    rank = np.lexsort((np.arange(len(size)), -size))
    number = np.empty(len(size), dtype=int)
    number[rank] = np.arange(len(size))
    return np.where(labels >= 0, number[np.maximum(labels, 0)], -1), rank
