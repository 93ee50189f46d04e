"""The words that tell a topic from the others, language by language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

TOP = 10
CONSIDERED = 40  # terms by weight, before those that repeat each other go
MOST_USES = 0.5  # share of a word's mentions from which its phrase stands for it
FEWEST = 5  # mentions in a language from which a topic has terms in it
SHARE = 0.03  # a term must stand in this share of the topic's mentions in that language, and in two at least


def topic_terms(tokens: list[list[str]], topic: np.ndarray, langs: np.ndarray) -> pd.DataFrame:
    """c-TF-IDF per language: columns topic (int), lang, rank, term, weight.

    A class is all mentions of a topic in one language; weight = tf/|class| * log(1 + A/f_t), A the mean
    number of words a class (Grootendorst 2022), by BERTopic's own transformer. ``tokens`` (words and the
    phrases that they form), ``topic`` and ``langs`` are aligned with the mentions; topic -1 is left out.
    """
    import pandas as pd

    frames = [
        _of_language(lang, [tokens[i] for i in where], topic[where])
        for lang in sorted(set(langs) - {"und"})
        if len(where := np.flatnonzero((langs == lang) & (topic >= 0)))
    ]
    columns = ["topic", "lang", "rank", "term", "weight"]
    frames = [frame for frame in frames if len(frame)]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def _of_language(lang: str, tokens: list[list[str]], topic: np.ndarray) -> pd.DataFrame:
    import pandas as pd
    from bertopic.vectorizers import ClassTfidfTransformer
    from scipy.sparse import csr_matrix

    present = np.unique(topic)
    row = np.searchsorted(present, topic)
    vocabulary = sorted({term for words in tokens for term in words})
    at = {term: j for j, term in enumerate(vocabulary)}
    pairs = [(row[i], at[term]) for i, words in enumerate(tokens) for term in set(words)]
    if len(vocabulary) < 2:  # a single word tells no topics apart, and the transformer cannot weigh it
        return pd.DataFrame()
    # A term counts once a mention: one long rant must not name the topic.
    i, j = np.array(pairs).T
    counts = csr_matrix((np.ones(len(pairs)), (i, j)), shape=(len(present), len(vocabulary)))
    # The transformer scales the matrix that it is given in place.
    weights = ClassTfidfTransformer().fit_transform(counts.copy()).toarray()
    n = np.bincount(row, minlength=len(present))
    weights[counts.toarray() < np.maximum(2, SHARE * n)[:, None]] = 0.0
    weights[n < FEWEST] = 0.0
    records = []
    for t in range(len(present)):
        best = np.lexsort((np.arange(len(vocabulary)), -weights[t]))[:CONSIDERED]
        ranked = {
            vocabulary[j]: (float(weights[t, j]), float(counts[t, j])) for j in best if weights[t, j] > 0
        }
        records += [
            (int(present[t]), lang, rank, term, ranked[term][0])
            for rank, term in enumerate(_distinct(ranked)[:TOP], start=1)
        ]
    return pd.DataFrame(records, columns=["topic", "lang", "rank", "term", "weight"])


def _distinct(ranked: dict[str, tuple[float, float]]) -> list[str]:
    """Terms in their order, each idea once: a phrase instead of its word where it is most of the word's uses.

    ``ranked``: term to (weight, mentions). A word goes where one of its phrases has at least half of its
    mentions, a phrase where it has fewer than half of its word's.

    >>> _distinct({"delivery": (0.9, 10), "late delivery": (0.8, 6), "parcel": (0.7, 9)})
    ['late delivery', 'parcel']
    >>> _distinct({"무신 사": (0.9, 4), "무신사": (0.8, 9), "옷": (0.7, 5)})
    ['무신사', '옷']
    """
    # Analysers write a brand in one word or in two: what more people are read as writing stays.
    written: dict[str, str] = {}
    for term, (_, n) in ranked.items():
        held = written.setdefault(term.replace(" ", ""), term)
        if n > ranked[held][1]:
            written[term.replace(" ", "")] = term
    ranked = {term: ranked[term] for term in ranked if term in written.values()}
    dropped = set()
    for word, (_, n) in ranked.items():
        for phrase, (_, m) in ranked.items():
            if word != phrase and word in phrase:
                dropped.add(word if m >= MOST_USES * n else phrase)
    return [term for term in ranked if term not in dropped]
