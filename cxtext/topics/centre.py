"""Vectors that differ by what is said, not by its language or by how it is felt."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

ENOUGH = 50  # distinct texts from which a language has a mean of its own
FELT = 0.3  # polarity from which a text counts as positive or negative
PART = 0.2  # of the direction of feeling that is taken out
SIDES = 30  # texts needed on either side to know the direction of feeling


class Space(NamedTuple):
    """What is taken out of vectors before topics are sought; kept with the topics for new texts.

    ``langs`` have a mean each, in the rows of ``means`` (langs, d), one row without a name where no language
    has enough texts; ``feeling`` (d,) is the direction from negative to positive, its squared length the
    share of it that is taken out, zeros where unknown.
    """

    langs: tuple[str, ...]
    means: np.ndarray
    feeling: np.ndarray

    def place(self, vectors: np.ndarray, langs: list[str]) -> np.ndarray:
        """Each language's mean and the direction of feeling taken out, rows of length 1; shape as given.

        A language without a mean, and texts too short to tell their language, take the mean of the language
        whose corner they are nearest to.
        """
        if self.langs:
            row = {lang: i for i, lang in enumerate(self.langs)}
            nearest = (vectors @ unit(self.means).T).argmax(axis=1)
            mine = np.array([row.get(lang, -1) for lang in langs])
            vectors = unit(vectors - self.means[np.where(mine >= 0, mine, nearest)])
        else:
            vectors = unit(vectors - self.means[0])
        if not self.feeling.any():
            return vectors
        return unit(vectors - np.outer(vectors @ self.feeling, self.feeling))


def learn_space(vectors: np.ndarray, langs: list[str], polarity: np.ndarray) -> Space:
    """The means and the direction of a set of texts: vectors (n, d), polarity (n,) from -1 to 1.

    Sentence encoders put a language's texts in a corner of their own: on three languages with planted topics,
    k-means on vectors centred over all texts agreed with the language (V .65) rather than the topics (V .32);
    centred by language .00 and .74. Topics say what, sentiments say how: with the direction of feeling left
    in, one topic's praise and complaint split, and with all of it out what people say when they only thank
    is scattered. A fifth of it is taken out (docs/design.md has the figures); none with fewer than 30 texts
    on either side.
    """
    named = np.asarray(langs, dtype=object)
    known = tuple(x for x in sorted(set(langs)) if x != "und" and (named == x).sum() >= ENOUGH)
    means = [vectors[named == lang].mean(axis=0) for lang in known] or [vectors.mean(axis=0)]
    centred = Space(known, np.stack(means), np.zeros(vectors.shape[1], dtype=np.float32))
    return centred._replace(feeling=_feeling(centred.place(vectors, langs), polarity))


def _feeling(vectors: np.ndarray, polarity: np.ndarray) -> np.ndarray:
    good, bad = polarity > FELT, polarity < -FELT
    if min(good.sum(), bad.sum()) < SIDES:
        return np.zeros(vectors.shape[1], dtype=np.float32)
    direction = unit((vectors[good].mean(axis=0) - vectors[bad].mean(axis=0))[None])[0]
    # float32 like the vectors: what is taken out of them would be double their size otherwise
    return (np.sqrt(PART) * direction).astype(np.float32)


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a row of zeros stays."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(length > 0, length, 1.0)
