"""Which end of its scale a score stands at: promoter, passive, detractor; top, middle, low.

The codes of a scale are whole numbers from ``scale_min`` to ``scale_max``. ``low`` and ``detractor`` are
always the bad end, whichever way the scale runs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cxtext.errors import ScoreError, StatisticError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

# Lowest passive and lowest promoter code. A scale that is not here has no agreed cut points.
NPS_CUTS = {(0, 10): (7, 9), (1, 10): (7, 9), (1, 5): (4, 5), (0, 9): (7, 9)}


def group_names(metric: str) -> tuple[str, str, str]:
    """The names of the bad end, the middle and the good end.

    >>> group_names("nps"), group_names("csat")
    (('detractor', 'passive', 'promoter'), ('low', 'middle', 'top'))
    """
    return ("detractor", "passive", "promoter") if metric == "nps" else ("low", "middle", "top")


@lru_cache
def code_groups(
    metric: str, scale_min: int, scale_max: int, higher_is_better: bool = True
) -> tuple[str, ...]:
    """The group of every code of the scale, from ``scale_min`` to ``scale_max``.

    - ``nps``: 0-10 is 0-6, 7-8, 9-10; 1-10 is 1-6, 7-8, 9-10; 1-5 is 1-3, 4, 5; a telephone keypad's 0-9 is
      0-6, 7-8, 9. Other scales have no agreed cut points and raise :class:`~cxtext.errors.StatisticError`.
    - ``ces``: the two sides of the scale's midpoint; on 1-7 agreement that is 1-3, 4, 5-7 (CES 2.0), on 1-5
      effort, where low is good, 4-5, 3, 1-2 (CES 1.0).
    - any other metric: bottom two, middle, top two; one code at each end where the scale has fewer than four.

    >>> code_groups("ces", 1, 5, higher_is_better=False)
    ('top', 'top', 'middle', 'low', 'low')
    """
    scale_min, scale_max = int(scale_min), int(scale_max)
    if scale_min >= scale_max:
        raise StatisticError(
            "A scale runs from its lowest to its highest code.",
            where=metric,
            found=f"{scale_min}-{scale_max}",
        )
    bad, middle, good = group_names(metric)
    size = scale_max - scale_min + 1
    if metric == "nps":
        if (scale_min, scale_max) not in NPS_CUTS:
            raise StatisticError(
                "NPS has no agreed cut points on this scale.",
                where="nps", found=f"{scale_min}-{scale_max}",
                do="Use 0-10, 1-10, 1-5 or 0-9 (keypad), or give the question a metric name of your own.",
            )  # fmt: skip
        passive, promoter = NPS_CUTS[scale_min, scale_max]
        n_bad, n_good = passive - scale_min, scale_max - promoter + 1
    elif metric == "ces":
        n_bad = n_good = size // 2
    else:
        n_bad = n_good = 2 if size >= 4 else 1
    groups = (bad,) * n_bad + (middle,) * (size - n_bad - n_good) + (good,) * n_good
    return groups if higher_is_better else groups[::-1]


def group_of(metric: str, value: float, scale_min: int, scale_max: int, higher_is_better: bool = True) -> str:
    """The group of one score.

    >>> group_of("nps", 6, 0, 10), group_of("csat", 6, 1, 7), group_of("ces", 2, 1, 5, higher_is_better=False)
    ('detractor', 'top', 'top')
    """
    codes = code_groups(metric, scale_min, scale_max, higher_is_better)
    if (
        isinstance(value, bool)
        or value != value
        or value != int(value)
        or not scale_min <= value <= scale_max
    ):
        raise _off_scale(metric, value, scale_min, scale_max)
    return codes[int(value) - int(scale_min)]


def groups(
    metric: str, values: ArrayLike, scale_min: int, scale_max: int, higher_is_better: bool = True
) -> NDArray[np.object_]:
    """The group of every score; raises :class:`~cxtext.errors.ScoreError` if one is off its scale.

    >>> list(groups("nps", [10, 8, 6], 0, 10))
    ['promoter', 'passive', 'detractor']
    """
    import numpy as np

    codes = np.array(code_groups(metric, scale_min, scale_max, higher_is_better), dtype=object)
    array = np.asarray(values)
    if array.dtype == bool:
        raise _off_scale(metric, array.flat[0] if array.size else "booleans", scale_min, scale_max)
    array = array.astype(float)
    off = ~((array >= scale_min) & (array <= scale_max) & (array == np.floor(array)))
    if off.any():
        raise _off_scale(metric, array[off][0], scale_min, scale_max)
    return codes[array.astype(int) - int(scale_min)]


def _off_scale(metric: str, value: object, scale_min: int, scale_max: int) -> ScoreError:
    return ScoreError(
        "A score is not a whole number on its scale.",
        where=f"{metric} {int(scale_min)}-{int(scale_max)}", found=repr(value),
        do="Give the question's true scale, or drop such answers before.",
    )  # fmt: skip
