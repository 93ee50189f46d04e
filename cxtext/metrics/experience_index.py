"""Customer experience index (CXI) of effort, empathy, understanding and efficiency."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from cxtext.errors import StatisticError
from cxtext.metrics.amounts import amount_estimate
from cxtext.metrics.answers import valid_answers
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

COMPONENTS = ("effort", "empathy", "understanding", "efficiency")
ANSWERED = 3  # of the four


class ExperienceIndex(NamedTuple):
    """The index's score, its components' means (0 to 100), their geometric mean, and Cronbach's alpha."""

    score: Estimate
    components: dict[str, float]
    geometric: float
    alpha: float


def experience_index(
    effort: ArrayLike,
    empathy: ArrayLike,
    understanding: ArrayLike,
    efficiency: ArrayLike,
    *,
    scale: tuple[int, int] = (1, 5),
    effort_low_is_good: bool = True,
    weights: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0),
    level: float = 0.95,
) -> ExperienceIndex:
    """Mean of four components as percent of the maximum possible, 0 to 100, effort reversed.

    A respondent counts with three of the four answered; the missing component's weight falls to the others.
    The interval is Student's t over respondents. Alpha tells whether the four hang together; below about 0.7
    show the components instead of the index.

    >>> found = experience_index([2, 1, 4], [4, 5, 2], [4, 4, 3], [5, 4, 3])
    >>> round(found.score.value, 4), round(found.alpha, 3)
    (68.75, 0.912)
    """
    import numpy as np

    from cxtext.stats.reliability import cronbach_alpha

    share = np.array(weights, dtype=float)
    if share.shape != (4,) or not (np.isfinite(share) & (share >= 0)).all() or not share.sum() > 0:
        raise StatisticError(
            "There must be four weights, 0 or more, not all 0.", where="weights", found=weights
        )
    columns = [
        _percent(values, scale, reverse=name == "effort" and effort_low_is_good)
        for name, values in zip(COMPONENTS, (effort, empathy, understanding, efficiency), strict=True)
    ]
    if len({len(column) for column in columns}) > 1:
        raise StatisticError(
            "Each respondent needs a row in all four components.", found=[len(c) for c in columns]
        )
    items = np.column_stack(columns)
    answered = ~np.isnan(items)
    counted = (answered.sum(axis=1) >= ANSWERED) & ((answered * share).sum(axis=1) > 0)
    items, answered = items[counted], answered[counted]
    person = (np.nan_to_num(items) * share).sum(axis=1) / (answered * share).sum(axis=1)
    means = [float(items[answered[:, k], k].mean()) if answered[:, k].any() else math.nan for k in range(4)]
    geometric = (
        math.exp(math.fsum(map(math.log, means)) / 4) if min(means) > 0 else (0.0 if 0 in means else math.nan)
    )
    index = amount_estimate(
        person, "mean", "percent of maximum", base="respondents with three of four components answered",
        level=level, n_missing=int((~counted).sum()), limits=(0.0, 100.0),
    )  # fmt: skip
    alpha = cronbach_alpha(items)
    return ExperienceIndex(index, dict(zip(COMPONENTS, means, strict=True)), geometric, alpha)


def _percent(values: ArrayLike, scale: tuple[int, int], *, reverse: bool) -> NDArray[np.float64]:
    """Percent of maximum per row, NaN where missing."""
    import numpy as np

    from cxtext.metrics.answers import as_numbers

    valid_answers(values, *scale)  # refuses what is off the scale
    percent = 100 * (as_numbers(values)[0] - scale[0]) / (scale[1] - scale[0])
    return np.where(np.isnan(percent), np.nan, 100 - percent if reverse else percent)
