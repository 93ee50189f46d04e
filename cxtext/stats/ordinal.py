"""Are the scores of one group higher? Brunner and Munzel: ties and unequal spread allowed."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from cxtext.stats.checks import numbers, z_of

NAN = float("nan")


class Superiority(NamedTuple):
    """P(X < Y) + P(X = Y)/2 with its limits; 0.5 is no difference. ``cliff_delta`` is 2 value - 1."""

    value: float
    low: float
    high: float
    p: float
    statistic: float
    se: float
    df: float
    cliff_delta: float
    method: str


def brunner_munzel(x: object, y: object, level: float = 0.95) -> Superiority:
    """Placements of each value in the other group; t with Satterthwaite's df; limits clipped to 0..1.

    With R the mid-ranks of all and R_x within x, S_x^2 = var(R - R_x)/n_y^2 and S_y^2 the other way round,
    SE^2 = S_x^2/n_x + S_y^2/n_y, W = (p - 1/2)/SE. Where the groups do not overlap the SE is 0: p is
    then the exact permutation p, and there are no limits. NaN for fewer than two values in a group.

    >>> b = brunner_munzel([1, 2, 2, 3], [2, 3, 3, 4])
    >>> round(b.value, 5)
    0.8125
    """
    from scipy.stats import rankdata

    x, y = numbers(x, "x").ravel(), numbers(y, "y").ravel()
    nx, ny = len(x), len(y)
    z_of(level)
    if min(nx, ny) < 2:
        return Superiority(NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, "none")
    ranks = rankdata(np.concatenate([x, y]))
    below_x = (ranks[:nx] - rankdata(x)) / ny
    below_y = (ranks[nx:] - rankdata(y)) / nx
    value = float(below_y.mean())
    one, two = float(below_x.var(ddof=1)) / nx, float(below_y.var(ddof=1)) / ny
    se = math.sqrt(one + two)
    delta = 2 * value - 1
    if se < 1e-12:
        return Superiority(value, NAN, NAN, _separated_p(x, y), NAN, 0.0, NAN, delta, "permutation")
    df = (one + two) ** 2 / (one**2 / (nx - 1) + two**2 / (ny - 1))
    w = (value - 0.5) / se
    half = float(stdtrit(df, 0.5 + level / 2)) * se
    p = 2 * float(stdtr(df, -abs(w)))
    return Superiority(
        value, max(value - half, 0.0), min(value + half, 1.0), p, w, se, df, delta, "brunner-munzel"
    )


def _separated_p(x: np.ndarray, y: np.ndarray) -> float:
    together = np.sort(np.concatenate([x, y]))
    if together[0] == together[-1]:
        return 1.0
    # of all splits only the two with one group wholly below the other are as extreme; ties can spoil them
    nx, ny = len(x), len(y)
    splits = sum(together[k - 1] < together[k] for k in (nx, ny))
    return min(float(splits) / math.comb(nx + ny, nx), 1.0)
