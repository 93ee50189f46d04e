"""Mentions read in pairs: what "but" says about the two sides that it joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

# How much more often than by chance the labels (negative, neutral, positive) of two mentions meet around a
# contrasting word: P(a, b) / (P(a) P(b)). Estimated by scripts/estimate_contrast.py without any label,
# on English sets of which mams_acsa is none.
RATIO = ((0.67, 1.00, 1.33), (1.00, 1.02, 1.00), (1.33, 1.00, 0.67))


def in_pairs(probabilities: np.ndarray, against: np.ndarray) -> np.ndarray:
    """The probabilities of mentions, each read with the mentions that it is set against.

    Parameters
    ----------
    probabilities
        float (n, 3): each mention read by itself; negative, neutral, positive.
    against
        bool (n,): whether a mention turns against the one in the row before (see text.contrasts).

    Returns
    -------
    float64 (n, 3), rows sum to 1. For a chain of mentions joined by contrasts, the marginals of
    ``P(labels) ~ product of p[i, label i] * product of RATIO[label i-1, label i]``, exact, by passing
    messages forth and back. Mentions in no contrast stay as they are.

    >>> import numpy as np
    >>> p = np.array([[0.05, 0.05, 0.9], [0.46, 0.50, 0.04]])
    >>> in_pairs(p, np.array([False, True])).round(2).tolist()
    [[0.04, 0.05, 0.92], [0.53, 0.45, 0.03]]
    >>> bool((in_pairs(p, np.array([False, False])) == p).all())
    True
    """
    import numpy as np

    p = np.asarray(probabilities, np.float64)
    ratio = np.array(RATIO)
    forth, back = np.ones_like(p), np.ones_like(p)
    rows = np.flatnonzero(against).tolist()
    for i in rows:
        forth[i] = _unit((p[i - 1] * forth[i - 1]) @ ratio)
    for i in reversed(rows):
        back[i - 1] = _unit(ratio @ (p[i] * back[i]))
    joined = p * forth * back
    touched = np.asarray(against, bool) | np.append(against[1:], False)
    return np.where(touched[:, None], joined / joined.sum(axis=1, keepdims=True), p)


def _unit(message: np.ndarray) -> np.ndarray:
    unit: np.ndarray = message / message.sum()
    return unit
