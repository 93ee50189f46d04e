"""What texts have in common word for word, beside what their vectors say."""

from __future__ import annotations

from collections import Counter

import numpy as np

from cxtext.topics.centre import ENOUGH, unit

FEWEST = 3  # texts a word stands in
WIDTH = 100  # directions kept
WEIGHT = 0.6  # length of the lexical part where the vector's is 1


def with_words(place: np.ndarray, tokens: list[list[str]], langs: list[str]) -> np.ndarray:
    """Vectors (n, d) with a lexical part beside them, rows of length 1.

    The encoder knows that two sentences mean much the same; words know which matter is named. TF-IDF of the
    content words, its 100 strongest directions (latent semantic analysis, Deerwester et al. 1990), centred by
    language as the vectors are, at .6 of the vector's length. On 50 topics that experts gave to patients'
    comments, 20 groups agreed at .29 (adjusted mutual information), without the words at .23.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    counts = Counter(word for words in tokens for word in set(words))
    vocabulary = sorted(word for word, n in counts.items() if n >= FEWEST)
    if len(vocabulary) <= 2 * WIDTH:
        return place
    weigh = TfidfVectorizer(
        analyzer=list, vocabulary=vocabulary, lowercase=False, sublinear_tf=True, dtype=np.float32
    )
    said = unit(
        TruncatedSVD(WIDTH, random_state=0).fit_transform(weigh.fit_transform(tokens)).astype(np.float32)
    )
    named = np.asarray(langs, dtype=object)
    for lang in sorted(set(langs)):
        mine = named == lang
        if mine.sum() >= ENOUGH:
            said[mine] -= said[mine].mean(axis=0)
    view = np.hstack([place, WEIGHT * unit(said)], dtype=np.float32)
    # in place: this is the fit's largest array
    view /= np.maximum(np.linalg.norm(view, axis=1, keepdims=True), 1e-12)
    return view
